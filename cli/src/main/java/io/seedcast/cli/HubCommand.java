package io.seedcast.cli;

import io.seedcast.hub.HubConfig;
import io.seedcast.hub.HubServer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seedcast hub}: the cloud's side of a fleet. */
@Command(
    name = "hub",
    headerHeading = "Example: seedcast hub serve --dir hub-data --port 8080%n%n",
    header = "Serve packages to devices.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = HubCommand.ServeCommand.class)
final class HubCommand {

  /** {@code seedcast hub serve}. */
  @Command(
      name = "serve",
      headerHeading = "Example: seedcast hub serve --dir hub-data --port 8080%n%n",
      header = "Serve published packages by digest and collect device reports, until interrupted.")
  static final class ServeCommand extends WorkCommand {
    @Option(
        names = "--dir",
        required = true,
        paramLabel = "DIR",
        description =
            "Where packages and reports are kept: a new or empty folder, or one that a hub has used.")
    Path directory = Path.of("");

    @Option(
        names = "--host",
        defaultValue = HubConfig.DEFAULT_HOST,
        paramLabel = "ADDRESS",
        description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    String host = "";

    @Option(
        names = "--port",
        defaultValue = "" + HubConfig.DEFAULT_PORT,
        paramLabel = "N",
        description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    int port;

    @Option(
        names = "--token",
        defaultValue = "${env:SEEDCAST_TOKEN}",
        paramLabel = "TEXT",
        description = "Ask publishers for this token; also read from SEEDCAST_TOKEN.")
    @Nullable String token;

    @Override
    Result work() throws InterruptedException {
      HubConfig config = HubConfig.of(directory, port).withHost(host);
      CountDownLatch stopped = new CountDownLatch(1);
      try (HubServer hub = HubServer.start(token == null ? config : config.withPushToken(token))) {
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      hub.close();
                      stopped.countDown();
                    },
                    "seedcast-hub-shutdown"));
        Result started =
            new Result()
                .with("hub", hub.uri().toString())
                .with("directory", directory.toString())
                .line("hub at " + hub.uri() + ", packages in " + directory);
        printNow(started);
        stopped.await();
        return Result.ALREADY_PRINTED;
      }
    }
  }
}
