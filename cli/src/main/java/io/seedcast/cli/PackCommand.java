package io.seedcast.cli;

import io.seedcast.artifact.Keys;
import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageWriter;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.Release;
import io.seedcast.artifact.SigningKey;
import io.seedcast.artifact.StoredPackage;
import io.seedcast.core.network.Cost;
import io.seedcast.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seedcast pack}: makes a package of a run. */
@Command(
    name = "pack",
    headerHeading = "Example: seedcast pack runs/mono --out mono.seedcast --key team.key%n%n",
    header = "Package what a run learned, and nothing that a device can regrow.")
final class PackCommand extends WorkCommand {
  @Parameters(paramLabel = "RUN", description = "A run folder.")
  Path run = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE|DIR",
      description =
          "One file, as in mono.seedcast; or, ending in /, a directory (an OCI image layout).")
  String out = "";

  @Option(
      names = "--precision",
      defaultValue = "float32",
      paramLabel = "NAME",
      description = "float32 or float16. Default: ${DEFAULT-VALUE}.")
  String precision = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Sign with this NAME.key. Devices refuse unsigned packages.")
  @Nullable Path key;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The model's name. Default: the run folder's.")
  @Nullable String name;

  @Option(
      names = "--release",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "The model's version; devices take larger ones only. Default: ${DEFAULT-VALUE}.")
  long release;

  @Option(
      names = "--expires-in",
      paramLabel = "DAYS",
      description = "Devices refuse the package after this many days. Default: never.")
  @Nullable Integer days;

  @Override
  Result work() {
    if (!out.endsWith("/")) {
      requireFolderOf(Path.of(out));
    }
    Precision format = Precision.parse(precision);
    SigningKey signingKey = key == null ? null : Keys.readSigningKey(key);
    RunFolder folder = RunFolder.open(run);
    if (folder.info().testAccuracy() == null) {
      note(
          String.format(
              Locale.ROOT,
              "seedcast: warning: %s is not finished (%d of %d epochs): its last checkpoint is packed",
              run,
              folder.metrics().size(),
              folder.info().recipe().epochs()));
    }
    ModelPackage model = Packaging.of(folder, format, release());
    boolean directory = out.endsWith("/") || Files.isDirectory(Path.of(out));
    Path target = Path.of(out);
    StoredPackage stored =
        directory
            ? PackageWriter.writeDirectory(model, target, signingKey)
            : PackageWriter.writeFile(model, target, signingKey);
    Result result =
        new Result()
            .with("package", target.toString())
            .with("name", model.release().name())
            .with("version", model.release().version())
            .with("precision", format.id())
            .with("regrownDigest", model.regrownDigest())
            .with("manifestDigest", stored.manifestDigest().toString())
            .with("signedBy", signingKey == null ? null : signingKey.id());
    result.line(
        String.format(
            Locale.ROOT,
            "%s: %s version %d, %,d bytes to send, %s",
            target,
            model.release().name(),
            model.release().version(),
            stored.header().packedBytes(),
            signingKey == null
                ? "NOT SIGNED (devices will refuse it; sign with --key)"
                : "signed by " + signingKey.id()));
    Indicators.of(Cost.of(model.network()), stored.header().packedBytes()).addTo(result);
    return result;
  }

  private Release release() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    if (days != null && days < 1) {
      throw new IllegalArgumentException("--expires-in must be at least 1 day: got " + days);
    }
    String modelName =
        name != null
            ? name
            : String.valueOf(run.toAbsolutePath().normalize().getFileName())
                .toLowerCase(Locale.ROOT);
    Release made =
        new Release(modelName, release, now, days == null ? null : now.plus(Duration.ofDays(days)));
    made.requirePublishable();
    return made;
  }
}
