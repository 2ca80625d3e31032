package io.seedcast.artifact;

import io.seedcast.core.network.Shape;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A few images and the logits that the network must produce for them: what a device reproduces
 * before it trusts a model. Immutable.
 */
public final class Probe {

  /** The most images a probe may have. */
  public static final int MAX_IMAGES = 1024;

  /** The longest probe, in bytes. */
  static final int MAX_BYTES = 64 << 20;

  private static final int HEADER_INTS = 6;

  private final Shape input;
  private final List<byte[]> images;
  private final List<float[]> logits;
  private final float tolerance;

  private Probe(Shape input, List<byte[]> images, List<float[]> logits, float tolerance) {
    this.input = input;
    this.images = images;
    this.logits = logits;
    this.tolerance = tolerance;
    check();
  }

  /**
   * Creates a probe; arrays are copied.
   *
   * @param input (channels, height, width)
   * @param images 1 to 1024, each uint8 (channels, height, width), row-major; a byte b stands for
   *     the pixel b / 255
   * @param logits one array per image, all of the same length of at least 1, finite
   * @param tolerance the largest absolute difference that is accepted, at least 0 and finite
   */
  public static Probe of(Shape input, List<byte[]> images, List<float[]> logits, float tolerance) {
    return new Probe(
        input,
        images.stream().map(byte[]::clone).toList(),
        logits.stream().map(float[]::clone).toList(),
        tolerance);
  }

  private void check() {
    if (input.rank() != 3) {
      throw new IllegalArgumentException(
          "a probe's input is channels x height x width: got " + input);
    }
    if (images.isEmpty() || images.size() > MAX_IMAGES || images.size() != logits.size()) {
      throw new IllegalArgumentException(
          "a probe has 1 to "
              + MAX_IMAGES
              + " images and as many arrays of logits: got "
              + images.size()
              + " and "
              + logits.size());
    }
    for (byte[] image : images) {
      if (image.length != input.elements()) {
        throw new IllegalArgumentException(
            "a probe's image of "
                + input
                + " has "
                + input.elements()
                + " bytes: got "
                + image.length);
      }
    }
    for (float[] row : logits) {
      if (row.length == 0 || row.length != classes()) {
        throw new IllegalArgumentException(
            "a probe's images have equally many logits, at least 1: got "
                + classes()
                + " and "
                + row.length);
      }
      for (float logit : row) {
        if (!Float.isFinite(logit)) {
          throw new IllegalArgumentException("a probe's logits must be finite: got " + logit);
        }
      }
    }
    if (!(tolerance >= 0 && Float.isFinite(tolerance))) {
      throw new IllegalArgumentException(
          "a probe's tolerance must be at least 0 and finite: got " + tolerance);
    }
    if (sizeBytes(input.elements(), classes(), images.size()) > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a probe may have at most " + MAX_BYTES + " bytes: got more; use fewer images");
    }
  }

  /** The shape of an image, (channels, height, width). */
  public Shape input() {
    return input;
  }

  /** The number of images. */
  public int size() {
    return images.size();
  }

  /** The number of logits of an image. */
  public int classes() {
    return logits.get(0).length;
  }

  /** A copy of one image, uint8 (channels, height, width), row-major. */
  public byte[] image(int index) {
    return images.get(index).clone();
  }

  /** A copy of one image's expected logits. */
  public float[] logits(int index) {
    return logits.get(index).clone();
  }

  /** The largest absolute difference that is accepted. */
  public float tolerance() {
    return tolerance;
  }

  /**
   * Returns the largest absolute difference from the expected logits; infinity if one of these is
   * not a number.
   *
   * @param actual one array per image
   * @throws IllegalArgumentException if there are more or fewer of them than expected
   */
  public float largestDifference(List<float[]> actual) {
    if (actual.size() != size()) {
      throw new IllegalArgumentException(
          "expected logits of " + size() + " images: got " + actual.size());
    }
    float largest = 0;
    for (int image = 0; image < size(); image++) {
      float[] expected = logits.get(image);
      float[] found = actual.get(image);
      if (found.length != expected.length) {
        throw new IllegalArgumentException(
            "expected " + expected.length + " logits: got " + found.length);
      }
      for (int i = 0; i < expected.length; i++) {
        float difference = StrictMath.abs(expected[i] - found[i]);
        largest =
            StrictMath.max(largest, Float.isNaN(difference) ? Float.POSITIVE_INFINITY : difference);
      }
    }
    return largest;
  }

  /** Says whether logits differ by no more than the {@link #tolerance}. */
  public boolean isReproducedBy(List<float[]> actual) {
    return largestDifference(actual) <= tolerance;
  }

  /** The stored form; see {@link PackageFormat}. */
  byte[] toBytes() {
    ByteBuffer buffer =
        ByteBuffer.allocate((int) sizeBytes(input.elements(), classes(), size()))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(size());
    input.dimensions().forEach(buffer::putInt);
    buffer.putInt(classes()).putFloat(tolerance);
    images.forEach(buffer::put);
    for (float[] row : logits) {
      for (float logit : row) {
        buffer.putFloat(logit);
      }
    }
    return buffer.array();
  }

  /**
   * Reads the stored form.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static Probe parse(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int count = buffer.getInt();
      Shape input = Shape.of(buffer.getInt(), buffer.getInt(), buffer.getInt());
      int classes = buffer.getInt();
      float tolerance = buffer.getFloat();
      if (count < 1
          || count > MAX_IMAGES
          || classes < 1
          || sizeBytes(input.elements(), classes, count) != bytes.length) {
        throw new IllegalArgumentException(
            count
                + " images of "
                + input
                + " with "
                + classes
                + " logits do not take "
                + bytes.length
                + " bytes");
      }
      List<byte[]> images = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] image = new byte[input.elements()];
        buffer.get(image);
        images.add(image);
      }
      List<float[]> logits = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        float[] row = new float[classes];
        for (int j = 0; j < classes; j++) {
          row[j] = buffer.getFloat();
        }
        logits.add(row);
      }
      return new Probe(input, List.copyOf(images), List.copyOf(logits), tolerance);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("it ends after " + bytes.length + " bytes", e);
    }
  }

  private static long sizeBytes(long inputElements, long classes, long count) {
    return (long) HEADER_INTS * Integer.BYTES + count * (inputElements + classes * Float.BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Probe that && Arrays.equals(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toBytes());
  }

  @Override
  public String toString() {
    return "Probe[" + size() + " images of " + input + "]";
  }
}
