package io.seedcast.cli;

import io.seedcast.core.network.Shape;
import io.seedcast.onnx.InferenceSession;
import io.seedcast.vision.metrics.ConfusionMatrix;
import io.seedcast.vision.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code seedcast predict}: classes of image files. */
@Command(
    name = "predict",
    headerHeading = "Example: seedcast predict mono.seedcast cat.jpg dog.png%n%n",
    header =
        "Regrow a package and classify image files (PNG or JPEG, scaled to the network's input).")
final class PredictCommand extends WorkCommand {
  @Mixin TrustOption trust = new TrustOption();

  @Parameters(index = "0", paramLabel = "PACKAGE", description = "A package or a run folder.")
  Path model = Path.of("");

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE", description = "Image files.")
  List<Path> images = List.of();

  @Override
  Result work() {
    DeployedModel deployed = DeployedModel.open(model, trust.key);
    Shape input = deployed.network().input();
    List<byte[]> pixels = new ArrayList<>();
    for (Path image : images) {
      pixels.add(
          Picture.read(image, input.dimension(0))
              .resize(input.dimension(1), input.dimension(2))
              .pixelsChw());
    }
    Result result = new Result();
    List<Map<String, Object>> predictions = new ArrayList<>();
    try (InferenceSession session = InferenceSession.open(deployed.regrown(), 1)) {
      for (int i = 0; i < images.size(); i++) {
        float[] logits = session.logits(pixels.get(i), 1);
        int best = ConfusionMatrix.predictions(logits, logits.length)[0];
        double probability = probability(logits, best);
        String label = deployed.labels().get(best);
        Map<String, Object> prediction = new LinkedHashMap<>();
        prediction.put("image", images.get(i).toString());
        prediction.put("label", label);
        prediction.put("class", best);
        prediction.put("probability", probability);
        predictions.add(prediction);
        result.line(
            String.format(
                Locale.ROOT, "%-20s %5.1f %%  %s", label, 100 * probability, images.get(i)));
      }
    }
    return result.with("predictions", predictions);
  }

  /** The softmax of one logit. */
  private static double probability(float[] logits, int index) {
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - (double) logits[index]);
    }
    return 1 / sum;
  }
}
