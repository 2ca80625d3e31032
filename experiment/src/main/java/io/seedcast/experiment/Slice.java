package io.seedcast.experiment;

import io.seedcast.vision.Dataset;
import java.util.function.Supplier;

/**
 * What one training learns from and is tested on.
 *
 * @param vendor whose pictures are the test images; {@value #WHOLE} if it is a whole dataset
 * @param source in the notation of the command line
 * @param digest of the dataset
 * @param images makes the dataset
 */
record Slice(
    String vendor,
    String source,
    String digest,
    int trainingImages,
    int testImages,
    Supplier<Dataset> images) {
  /** The vendor of a dataset that is not sliced. */
  static final String WHOLE = "";

  Dataset dataset() {
    return images.get();
  }
}
