package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One corruption at one severity, for images of one size. Safe for any number of threads.
 *
 * <p>An image's result is a function of the image, its number and the seed: neither the order of
 * the images, nor the number of threads, nor other corruptions change it. Equal arguments give
 * equal bytes on every platform, but for {@link Corruption#JPEG_COMPRESSION} and {@link
 * #storedAsJpeg}: the codec is the platform's own, and single values may differ between Java
 * versions.
 *
 * <p>A random corruption is two steps: {@link #draw} makes its random numbers, {@link #apply} does
 * the rest. Grey images are corrupted as colour images with three equal channels and made grey
 * again by {@code (77 red + 150 green + 29 blue + 128) / 256}.
 *
 * <p>Images are corrupted as 8-bit images, after they have been brought to the network's size and
 * before they are normalised.
 */
public final class Corruptor {
  private final Corruption corruption;
  private final int severity;
  private final ImageSize size;
  private final Distortion distortion;
  private final @Nullable JpegCompression storage;

  private Corruptor(
      Corruption corruption,
      int severity,
      ImageSize size,
      Distortion distortion,
      @Nullable JpegCompression storage) {
    this.corruption = corruption;
    this.severity = severity;
    this.size = size;
    this.distortion = distortion;
    this.storage = storage;
  }

  /**
   * Prepares a corruption.
   *
   * @param severity 1 to {@value Corruption#SEVERITIES}, or 0, which leaves images as they are
   * @param scale whose parameters; see {@link CorruptionScale#suiting}
   * @param size of the images
   * @param frost what {@link Corruption#FROST} lays over them
   */
  public static Corruptor of(
      Corruption corruption,
      int severity,
      CorruptionScale scale,
      ImageSize size,
      FrostTextures frost) {
    if (severity < 0 || severity > Corruption.SEVERITIES) {
      throw new IllegalArgumentException(
          "severity must be 0 to " + Corruption.SEVERITIES + ": got " + severity);
    }
    ImageSize colour = colour(size);
    Distortion distortion =
        severity == 0
            ? new NoDistortion()
            : distortion(
                corruption, Parameters.of(corruption, scale, severity), scale, colour, frost);
    return new Corruptor(corruption, severity, size, distortion, null);
  }

  private static ImageSize colour(ImageSize size) {
    return new ImageSize(Levels.CHANNELS, size.height(), size.width());
  }

  /**
   * Returns the same corruption with JPEG compression after it, as ImageNet-C was published with
   * quality 85. Severity 0 leaves images as they are all the same.
   *
   * @param quality 1 to 100
   */
  public Corruptor storedAsJpeg(int quality) {
    JpegCompression jpeg = new JpegCompression(colour(size), quality);
    return new Corruptor(corruption, severity, size, distortion, severity == 0 ? null : jpeg);
  }

  private static Distortion distortion(
      Corruption corruption,
      double[] parameters,
      CorruptionScale scale,
      ImageSize size,
      FrostTextures frost) {
    return switch (corruption) {
      case GAUSSIAN_NOISE -> new NormalNoise(size, parameters, false);
      case SHOT_NOISE -> new ShotNoise(size, parameters);
      case IMPULSE_NOISE -> new ImpulseNoise(size, parameters);
      case DEFOCUS_BLUR -> new DefocusBlur(size, parameters);
      case GLASS_BLUR -> new GlassBlur(size, parameters);
      case MOTION_BLUR -> new MotionBlur(size, parameters);
      case ZOOM_BLUR -> new ZoomBlur(size, parameters);
      case SNOW -> new Snow(size, parameters);
      case FROST -> new Frost(size, parameters, frost.at(scale, size));
      case FOG -> new Fog(size, parameters);
      case BRIGHTNESS -> HsvChange.brightness(size, parameters);
      case CONTRAST -> new Contrast(size, parameters);
      case ELASTIC_TRANSFORM -> new ElasticTransform(size, parameters);
      case PIXELATE -> new Pixelate(size, parameters);
      case JPEG_COMPRESSION -> new JpegCompression(size, (int) parameters[0]);
      case SPECKLE_NOISE -> new NormalNoise(size, parameters, true);
      case GAUSSIAN_BLUR -> new GaussianBlur(size, parameters);
      case SPATTER -> new Spatter(size, parameters);
      case SATURATE -> HsvChange.saturate(size, parameters);
    };
  }

  /** What is done to the images. */
  public Corruption corruption() {
    return corruption;
  }

  /** How severely, 0 to {@value Corruption#SEVERITIES}. */
  public int severity() {
    return severity;
  }

  /**
   * Draws the random numbers for an image.
   *
   * @param seed of the whole set
   * @param image the image's number, 0 to 2^40 - 1
   * @return the numbers in the order in which {@link #apply} takes them; none if the corruption is
   *     not random
   */
  public double[] draw(long seed, long image) {
    return distortion.draw(CorruptionStreams.image(seed, corruption, severity, image));
  }

  /**
   * Corrupts an image with given random numbers.
   *
   * @param imageChw its bytes, layout (C, H, W); not changed
   * @param draws from {@link #draw}, or recorded elsewhere
   * @return a new array of the same layout
   */
  public byte[] apply(byte[] imageChw, double[] draws) {
    if (imageChw.length != size.bytes()) {
      throw new IllegalArgumentException(
          "an image of " + size + " has " + size.bytes() + " bytes: got " + imageChw.length);
    }
    if (draws.length != distortion.drawCount()) {
      throw new IllegalArgumentException(
          "%s takes %d random numbers for an image of %s: got %d"
              .formatted(corruption.id(), distortion.drawCount(), size, draws.length));
    }
    if (size.channels() == Levels.CHANNELS) {
      return store(distortion.apply(imageChw, draws));
    }
    int area = size.area();
    byte[] colour = new byte[Levels.CHANNELS * area];
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      System.arraycopy(imageChw, 0, colour, channel * area, area);
    }
    return grey(store(distortion.apply(colour, draws)), area);
  }

  private byte[] store(byte[] imageChw) {
    return storage == null ? imageChw : storage.apply(imageChw);
  }

  private static byte[] grey(byte[] imageChw, int area) {
    byte[] grey = new byte[area];
    for (int i = 0; i < area; i++) {
      int red = imageChw[i] & 0xFF;
      int green = imageChw[area + i] & 0xFF;
      int blue = imageChw[2 * area + i] & 0xFF;
      grey[i] = (byte) ((77 * red + 150 * green + 29 * blue + 128) >> 8);
    }
    return grey;
  }

  /**
   * Corrupts an image with random numbers of its own.
   *
   * @param imageChw its bytes, layout (C, H, W); not changed
   * @param seed of the whole set
   * @param image the image's number, 0 to 2^40 - 1
   * @return a new array of the same layout
   */
  public byte[] corrupt(byte[] imageChw, long seed, long image) {
    return apply(imageChw, draw(seed, image));
  }

  /**
   * Corrupts images on all processors, each with its position as its number.
   *
   * @param done is told how many more images have been done, now and then, by any thread
   * @return the corrupted images with the labels they had
   */
  public Images corrupt(Images images, long seed, IntConsumer done) {
    int[] positions = IntStream.range(0, images.count()).toArray();
    return corrupt(images, positions, seed, Runtime.getRuntime().availableProcessors(), done);
  }

  /**
   * Corrupts images that are some of a set, as the whole set would be.
   *
   * @param numbers of the images, their positions in the set
   * @param seed of the whole set
   * @param threads how many work at the same time, at least 1
   * @param done is told how many more images have been done, now and then, by any thread
   * @return the corrupted images with the labels they had
   */
  public Images corrupt(Images images, int[] numbers, long seed, int threads, IntConsumer done) {
    if (!images.size().equals(size)) {
      throw new IllegalArgumentException(
          "made for images of " + size + ": got images of " + images.size());
    }
    if (numbers.length != images.count()) {
      throw new IllegalArgumentException(
          "every image has a number: got "
              + numbers.length
              + " numbers for "
              + images.count()
              + " images");
    }
    Images.Builder corrupted = Images.builder(images.count(), size);
    Blocks.share(
        images.count(),
        threads,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            corrupted.put(i, corrupt(images.image(i), seed, numbers[i]), images.label(i));
          }
          done.accept(end - begin);
        });
    return corrupted.build();
  }

  /** The cell's name, as in {@code fog_3}. */
  @Override
  public String toString() {
    return corruption.id() + "_" + severity;
  }

  /** Severity 0. */
  private static final class NoDistortion implements Distortion.Deterministic {
    @Override
    public byte[] apply(byte[] imageChw) {
      return imageChw.clone();
    }
  }
}
