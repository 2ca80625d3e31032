package io.seedcast.cli;

import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.Probe;
import io.seedcast.artifact.Release;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;
import io.seedcast.onnx.InferenceSession;
import io.seedcast.train.RunFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes a package of a run. */
final class Packaging {
  private static final int PROBE_IMAGES = 4;
  private static final int PROBE_CELLS = 4;
  private static final long PROBE_SEED = 1;

  /** Other processors may round otherwise; measured differences are below a tenth of this. */
  private static final float RELATIVE_TOLERANCE = 1e-3f;

  private Packaging() {}

  /** Rounds a run's tensors to the precision, regrows them and adds a probe. */
  static ModelPackage of(RunFolder run, Precision precision, Release release) {
    DeployedModel deployed = DeployedModel.of(run, precision);
    SortedMap<String, String> provenance = new TreeMap<>(run.info().provenance());
    provenance.put("data", run.info().dataName());
    provenance.put("dataDigest", run.info().dataDigest());
    provenance.put("network", run.network().architecture());
    provenance.put("method", run.network().method());
    return new ModelPackage(
        release,
        run.network(),
        run.info().classNames(),
        precision,
        deployed.sent(),
        probe(deployed),
        deployed.regrown().digest(),
        provenance);
  }

  private static Probe probe(DeployedModel deployed) {
    Shape input = deployed.network().input();
    List<byte[]> images = new ArrayList<>();
    List<float[]> logits = new ArrayList<>();
    float largest = 1;
    try (InferenceSession session = InferenceSession.open(deployed.regrown(), 1)) {
      for (int i = 0; i < PROBE_IMAGES; i++) {
        byte[] image = patches(input, i);
        float[] answer = session.logits(image, 1);
        images.add(image);
        logits.add(answer);
        for (float logit : answer) {
          largest = Math.max(largest, Math.abs(logit));
        }
      }
    }
    return Probe.of(input, images, logits, RELATIVE_TOLERANCE * largest);
  }

  /** An image of random uniform patches, which needs no data set to be at hand. */
  private static byte[] patches(Shape input, int index) {
    Philox random = Philox.of(PROBE_SEED, Purpose.SAMPLE.stream(index));
    int channels = input.dimension(0);
    int height = input.dimension(1);
    int width = input.dimension(2);
    byte[] cells = new byte[channels * PROBE_CELLS * PROBE_CELLS];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (byte) random.nextInt(256);
    }
    byte[] image = new byte[input.elements()];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int cell =
              (c * PROBE_CELLS + y * PROBE_CELLS / height) * PROBE_CELLS + x * PROBE_CELLS / width;
          image[(c * height + y) * width + x] = cells[cell];
        }
      }
    }
    return image;
  }
}
