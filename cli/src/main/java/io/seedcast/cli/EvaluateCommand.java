package io.seedcast.cli;

import io.seedcast.device.Predictions;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.source.DataSource;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code seedcast evaluate}: accuracy of the regrown network. */
@Command(
    name = "evaluate",
    headerHeading = "Example: seedcast evaluate runs/mono --data cifar10:DIR%n%n",
    header =
        "Regrow a run or a package as a device would and measure its accuracy on the test images.")
final class EvaluateCommand extends WorkCommand {
  @Mixin DataOption data = new DataOption();
  @Mixin TrustOption trust = new TrustOption();

  @Parameters(paramLabel = "RUN|PACKAGE", description = "A run folder or a package.")
  Path model = Path.of("");

  @Override
  Result work() {
    DataSource source = data.source();
    DeployedModel deployed = DeployedModel.open(model, trust.key);
    Dataset dataset = source.openTest();
    Predictions predictions = Evaluation.predict(deployed, dataset, done -> {});
    double accuracy = predictions.accuracy(dataset.test().labels());
    String digest = deployed.regrown().digest();
    Result result = new Result();
    result
        .with("model", model.toString())
        .with("data", data.text)
        .with("dataDigest", dataset.sha256())
        .with("accuracy", accuracy)
        .with("images", dataset.test().count())
        .with("regrownDigest", digest)
        .with("regrowMillis", deployed.regrowMillis())
        .with("latencyMillisPerImage", predictions.millisPerImage())
        .with("predictionsDigest", predictions.digest())
        .line(
            String.format(
                Locale.ROOT,
                "accuracy        %.2f %% of %,d images",
                100 * accuracy,
                dataset.test().count()));
    deployed.indicators().addTo(result);
    return result
        .line(String.format(Locale.ROOT, "regrown in      %.0f ms", deployed.regrowMillis()))
        .line(
            String.format(
                Locale.ROOT, "latency         %.2f ms an image", predictions.millisPerImage()))
        .line("regrown digest  " + digest);
  }
}
