package io.seedcast.experiment;

import io.seedcast.core.zoo.PixelScaling;
import io.seedcast.train.TrainingListener;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.picture.Picture;
import io.seedcast.vision.shapes.Shapes10;
import io.seedcast.vision.source.DataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Experiments whose trainings take a second: VGG11 at an eighth of its width, a few images. */
final class TinyExperiments {
  private static final Dataset DATASET = new Shapes10(1, 800, 40).draw();

  private TinyExperiments() {}

  /** 800 training images, of which the scale "tiny" takes 10, and 40 test images. */
  static Dataset dataset() {
    return DATASET;
  }

  /** Black images of two classes, one to train with and one to test with. */
  static Dataset black(ImageSize size) {
    Images images = Images.builder(1, size).put(0, new byte[size.bytes()], 1).build();
    return new Dataset("black", List.of("night", "coal"), images, images);
  }

  /**
   * Pictures by the vendors north and south, each of the same symbols in a grey of its own.
   *
   * @param folder where they are drawn
   * @param symbols by class
   */
  static ExperimentData styles(Path folder, Map<String, Integer> symbols, boolean holdOutSymbols) {
    ImageSize size = new ImageSize(3, 32, 32);
    try {
      for (String vendor : List.of("north", "south")) {
        for (Map.Entry<String, Integer> drawn : symbols.entrySet()) {
          Path drawings = folder.resolve(vendor).resolve(drawn.getKey());
          Files.createDirectories(drawings);
          for (int symbol = 0; symbol < drawn.getValue(); symbol++) {
            Files.write(
                drawings.resolve("F" + symbol + ".png"),
                Picture.of(size, grey(size, vendor.equals("north") ? 50 : 200)).toPng());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExperimentData.styles(
        (DataSource.Icons) DataSource.parse("icons:" + folder), holdOutSymbols);
  }

  private static byte[] grey(ImageSize size, int light) {
    byte[] pixels = new byte[size.bytes()];
    Arrays.fill(pixels, (byte) light);
    return pixels;
  }

  /** Runs given as JSON settings of one axis, and further fields, of which each begins a comma. */
  static Experiment of(String runs, String... fields) {
    String json =
        """
        {"title": "A trial", "source": "nowhere", "purpose": "To be quick.", "axes": ["network"],
         "common": {"network": "vgg11"}, "runs": [[[%s]]]%s}"""
            .formatted(runs, String.join("", fields));
    return Experiments.parse("trial", json.getBytes(StandardCharsets.UTF_8), "trial.json");
  }

  static Setup setup() {
    return setup(DATASET, 1);
  }

  static Setup setup(Dataset dataset, int parallel) {
    return setup(ExperimentData.of("shapes10", dataset, PixelScaling.STANDARDIZED), parallel);
  }

  static Setup setup(ExperimentData data, int parallel) {
    return setup(data, parallel, parallel);
  }

  static Plan plan(Experiment experiment, ExperimentData data) {
    return Plan.of(experiment, "tiny", setup(data, 1));
  }

  static Setup setup(int threads, int parallel) {
    return setup(setup().data(), threads, parallel);
  }

  private static Setup setup(ExperimentData data, int threads, int parallel) {
    return new Setup(
        data,
        Augmentation.STANDARD,
        "seedcast experiment run trial",
        Map.of("codeVersion", "test", "started", "2026-01-02T03:04:05Z", "processor", "any"),
        threads,
        parallel);
  }

  /** Remembers what was trained, epoch by epoch. */
  static class Recorder implements ExperimentListener {
    final List<String> epochs = new ArrayList<>();
    final List<String> judged = new ArrayList<>();
    final List<String> finished = new ArrayList<>();

    @Override
    public TrainingListener training(Training training) {
      return new TrainingListener() {
        @Override
        public void epochStarted(int epoch, int total, int steps) {
          epochs.add(training.name() + ": " + epoch + " of " + total);
        }
      };
    }

    @Override
    public void judged(Training training, String set, int of) {
      judged.add(training.name() + ": " + set + " of " + of);
    }

    @Override
    public void finished(Training training, OptionalDouble accuracy) {
      finished.add(training.name());
    }
  }

  static ExperimentOutcome run(Experiment experiment, Path out) {
    return ExperimentRunner.run(experiment, "tiny", setup(), out, true, ExperimentListener.NONE);
  }
}
