package io.seedcast.cli;

import io.seedcast.hub.HubClient;
import io.seedcast.hub.Publication;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seedcast publish}: gives a package to a hub. */
@Command(
    name = "publish",
    headerHeading = "Example: seedcast publish mono.seedcast --hub http://127.0.0.1:8080%n%n",
    header = "Give a package to a hub; only the parts that the hub lacks are sent.")
final class PublishCommand extends WorkCommand {
  @Parameters(paramLabel = "PACKAGE", description = "A package.")
  Path file = Path.of("");

  @Option(names = "--hub", required = true, paramLabel = "URL", description = "The hub's address.")
  URI hub = URI.create("");

  @Option(
      names = "--token",
      defaultValue = "${env:SEEDCAST_TOKEN}",
      paramLabel = "TEXT",
      description = "What the hub asks publishers for; also read from SEEDCAST_TOKEN.")
  @Nullable String token;

  @Override
  Result work() {
    Publication publication = new HubClient(hub, token).publish(file);
    Result result =
        new Result()
            .with("model", publication.model())
            .with("version", publication.version())
            .with("manifestDigest", publication.manifestDigest().toString())
            .with("partsSent", publication.partsSent())
            .with("bytesSent", publication.bytesSent())
            .with("latestVersion", publication.latestVersion())
            .line(
                String.format(
                    Locale.ROOT,
                    "%s version %d published: %d parts, %,d bytes sent",
                    publication.model(),
                    publication.version(),
                    publication.partsSent(),
                    publication.bytesSent()));
    if (publication.latestVersion() > publication.version()) {
      result.line(
          "the latest stays version "
              + publication.latestVersion()
              + ": devices do not go back to a smaller one");
    }
    return result;
  }
}
