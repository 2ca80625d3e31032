package io.seedcast.vision;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Images to learn from and images to be judged by, of the same size and classes.
 *
 * @param name what reports call it, such as {@code cifar10}
 * @param classNames one name per class; a label is a position in this list
 * @param train the training images, empty if only the test images were opened
 * @param test the test images, at least one
 */
public record Dataset(String name, List<String> classNames, Images train, Images test) {
  public Dataset {
    classNames = List.copyOf(classNames);
    if (classNames.size() < 2) {
      throw new IllegalArgumentException("a dataset has at least 2 classes: got " + classNames);
    }
    if (!train.size().equals(test.size())) {
      throw new IllegalArgumentException(
          "training and test images must have one size: got "
              + train.size()
              + " and "
              + test.size());
    }
    if (test.isEmpty()) {
      throw new IllegalArgumentException("a dataset has at least one test image: got none");
    }
    checkLabels(train, classNames.size());
    checkLabels(test, classNames.size());
  }

  private static void checkLabels(Images images, int classes) {
    for (int i = 0; i < images.count(); i++) {
      if (images.label(i) >= classes) {
        throw new IllegalArgumentException(
            "the label of image "
                + i
                + " must be 0 to "
                + (classes - 1)
                + ": got "
                + images.label(i));
      }
    }
  }

  /**
   * Returns the dataset with a fraction of its training images, drawn class by class as {@link
   * Images#balancedSample} does; itself if that is all of them.
   *
   * @param fraction above 0, at most 1
   */
  public Dataset withBalancedTraining(double fraction, long seed) {
    Images sample = train.balancedSample(fraction, seed);
    return sample == train ? this : new Dataset(name, classNames, sample, test);
  }

  /** The size of every image. */
  public ImageSize imageSize() {
    return test.size();
  }

  /** The number of classes. */
  public int classes() {
    return classNames.size();
  }

  /**
   * Returns the SHA-256 that identifies the data, for a run's provenance: over the lines {@code
   * seedcast-dataset-v1}, {@code train HEX}, {@code test HEX} (of {@link Images#sha256}) and one
   * line {@code class NAME} per class, each ended by a line feed, in UTF-8. The dataset's name does
   * not count.
   *
   * @return 64 lowercase hexadecimal digits
   */
  public String sha256() {
    StringBuilder text = new StringBuilder("seedcast-dataset-v1\n");
    text.append("train ").append(train.sha256()).append('\n');
    text.append("test ").append(test.sha256()).append('\n');
    for (String className : classNames) {
      text.append("class ").append(className).append('\n');
    }
    MessageDigest digest = Images.newSha256();
    return HexFormat.of()
        .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
