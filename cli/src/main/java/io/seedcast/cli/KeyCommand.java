package io.seedcast.cli;

import io.seedcast.artifact.Keys;
import io.seedcast.artifact.SigningKey;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seedcast key}: keys that sign packages. */
@Command(
    name = "key",
    headerHeading = "Example: seedcast key new --out team%n%n",
    header = "Make keys that sign packages.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = KeyCommand.NewCommand.class)
final class KeyCommand {

  /** {@code seedcast key new}. */
  @Command(
      name = "new",
      headerHeading = "Example: seedcast key new --out team%n%n",
      header =
          "Make an Ed25519 key pair: NAME.key signs and stays secret, NAME.pub verifies and goes to devices.")
  static final class NewCommand extends WorkCommand {
    @Option(
        names = "--out",
        required = true,
        paramLabel = "NAME",
        description = "Path of both files, without ending.")
    Path out = Path.of("");

    @Override
    Result work() {
      requireFolderOf(out);
      SigningKey key = Keys.generate();
      Keys.write(key, out);
      return new Result()
          .with("keyId", key.id())
          .with("signingKey", Keys.privateFile(out).toString())
          .with("publicKey", Keys.publicFile(out).toString())
          .line("key " + key.id())
          .line("  keep secret   " + Keys.privateFile(out))
          .line("  give to all   " + Keys.publicFile(out));
    }
  }
}
