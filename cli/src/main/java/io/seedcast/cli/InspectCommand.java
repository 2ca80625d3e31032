package io.seedcast.cli;

import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageHeader;
import io.seedcast.artifact.PackageReader;
import io.seedcast.artifact.Part;
import io.seedcast.artifact.StoredPackage;
import io.seedcast.core.network.Cost;
import io.seedcast.core.regrow.SentTensors;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code seedcast inspect}: what a package holds. */
@Command(
    name = "inspect",
    headerHeading = "Example: seedcast inspect mono.seedcast --trust team.pub%n%n",
    header = "Verify a package and show what it holds.")
final class InspectCommand extends WorkCommand {
  @Mixin TrustOption trust = new TrustOption();

  @Parameters(paramLabel = "PACKAGE", description = "A package: a file or a directory.")
  Path file = Path.of("");

  @Override
  Result work() {
    StoredPackage stored = PackageReader.read(file, TrustOption.in(trust.key), Clock.systemUTC());
    ModelPackage model = stored.model();
    PackageHeader header = stored.header();
    Cost cost = Cost.of(model.network());
    Result result =
        new Result()
            .with("package", file.toString())
            .with("formatVersion", header.formatVersion())
            .with("name", header.release().name())
            .with("version", header.release().version())
            .with("created", header.release().created().toString())
            .with(
                "expires",
                header.release().expires() == null ? null : header.release().expires().toString())
            .with("network", model.network().architecture())
            .with("method", model.network().method())
            .with("input", model.network().input().dimensions())
            .with("labels", model.labels())
            .with("precision", header.precision().id())
            .with("learnable", cost.learnable())
            .with("generated", cost.generated())
            .with("drawn", cost.drawn())
            .with("regrownDigest", header.regrownDigest())
            .with("manifestDigest", stored.manifestDigest().toString())
            .with("signedBy", header.signature().keyId())
            .with("signatureVerified", header.signature().verified())
            .with("parts", parts(header))
            .with("provenance", header.provenance());
    result
        .line(
            String.format(
                Locale.ROOT,
                "%s version %d: %s, %s, input %s, %d classes",
                header.release().name(),
                header.release().version(),
                model.network().architecture(),
                model.network().method(),
                model.network().input(),
                model.labels().size()))
        .line("created         " + header.release().created() + expiry(header))
        .line("signature       " + signature(header))
        .line(
            String.format(
                Locale.ROOT,
                "parameters      %,d learned (%s), %,d generated, %,d drawn",
                cost.learnable(),
                header.precision().id() + wholeNumbers(model),
                cost.generated(),
                cost.drawn()))
        .line("regrown digest  " + header.regrownDigest());
    Indicators.of(cost, header.packedBytes()).addTo(result);
    for (Part part : header.parts()) {
      result.line(
          String.format(
              Locale.ROOT,
              "%-14s  %,12d bytes packed  %,12d bytes unpacked  %s",
              part.name(),
              part.stored().sizeBytes(),
              part.contentBytes(),
              part.stored().digest()));
    }
    return result;
  }

  /** What is sent as int8 whatever the precision. */
  private static String wholeNumbers(ModelPackage model) {
    long values =
        SentTensors.wholeNumbers(model.network()).keySet().stream()
            .mapToLong(name -> model.sent().get(name).shape().elements())
            .sum();
    return values == 0 ? "" : String.format(Locale.ROOT, ", %,d of them int8", values);
  }

  private static String expiry(PackageHeader header) {
    return header.release().expires() == null
        ? ", never expires"
        : ", expires " + header.release().expires();
  }

  private static String signature(PackageHeader header) {
    if (!header.signature().isSigned()) {
      return "none";
    }
    return "by key "
        + header.signature().keyId()
        + (header.signature().verified() ? ", verified" : ", not checked (give --trust KEY.pub)");
  }

  private static List<Map<String, Object>> parts(PackageHeader header) {
    List<Map<String, Object>> parts = new ArrayList<>();
    for (Part part : header.parts()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", part.name());
      entry.put("mediaType", part.stored().mediaType());
      entry.put("digest", part.stored().digest().toString());
      entry.put("packedBytes", part.stored().sizeBytes());
      entry.put("contentBytes", part.contentBytes());
      parts.add(entry);
    }
    return parts;
  }
}
