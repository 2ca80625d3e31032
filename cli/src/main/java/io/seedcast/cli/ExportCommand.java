package io.seedcast.cli;

import io.seedcast.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seedcast export}: a plain ONNX file. */
@Command(
    name = "export",
    headerHeading = "Example: seedcast export mono.seedcast --onnx mono.onnx%n%n",
    header =
        "Regrow a run or a package and write it as a plain ONNX file, which any ONNX runtime runs.")
final class ExportCommand extends WorkCommand {
  @Mixin TrustOption trust = new TrustOption();

  @Parameters(paramLabel = "RUN|PACKAGE", description = "A run folder or a package.")
  Path model = Path.of("");

  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "FILE",
      description = "The file to write.")
  Path onnx = Path.of("");

  @Override
  Result work() throws IOException {
    requireFolderOf(onnx);
    DeployedModel deployed = DeployedModel.open(model, trust.key);
    OnnxExport.write(deployed.regrown(), deployed.labels(), onnx);
    long bytes = Files.size(onnx);
    return new Result()
        .with("onnx", onnx.toString())
        .with("bytes", bytes)
        .with("regrownDigest", deployed.regrown().digest())
        .line(String.format(Locale.ROOT, "%s: %,d bytes", onnx, bytes));
  }
}
