package io.seedcast.cli;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that says where a report goes, and the files in that folder. */
final class ReportFolder {
  static final String HTML = "report.html";
  static final String CSV = "report.csv";
  static final String JSON = "report.json";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for report.html, report.csv and report.json.")
  Path path = Path.of("");

  /**
   * Writes a file, replacing an earlier one.
   *
   * @throws SeedcastException {@code report.unwritable}
   */
  void write(String name, String text) {
    Path file = path.resolve(name);
    try {
      AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Tells where the page is. */
  Result tell(Result result) {
    Path page = path.resolve(HTML);
    return result.with("report", page.toString()).line("").line("report: " + page);
  }

  private static SeedcastException unwritable(Path target, IOException cause) {
    return new SeedcastException(
        Kind.FAILED, "report.unwritable", target + " cannot be written: " + cause, cause);
  }
}
