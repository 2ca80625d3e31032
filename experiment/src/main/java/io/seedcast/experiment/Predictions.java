package io.seedcast.experiment;

import java.util.List;

/**
 * What a regrown network takes the test images for.
 *
 * @param formatVersion of this record, {@value #FORMAT_VERSION}
 * @param classes of the images, in their order
 */
record Predictions(int formatVersion, List<Integer> classes) {
  static final int FORMAT_VERSION = 1;

  Predictions {
    classes = List.copyOf(classes);
  }
}
