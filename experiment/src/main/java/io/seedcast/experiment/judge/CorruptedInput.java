package io.seedcast.experiment.judge;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.CorruptedSets;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.Corruptor;
import io.seedcast.vision.corruption.FrostTextures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where corrupted images come from: the same sample of the test images for each corruption. */
public sealed interface CorruptedInput {

  /** The sample, corrupted. */
  Images images(Corruption corruption, int severity);

  /** One image of the sample, corrupted, (C, H, W). */
  byte[] image(Corruption corruption, int severity, int index);

  /** What decides the images, in words; another text means other images. */
  String description();

  /** Whether other images may come with the same description, since files can be replaced. */
  boolean mayChange();

  /** What sets the images apart from the published ones, in a sentence; empty if nothing does. */
  Optional<String> departure();

  /**
   * Corrupted when asked for. An image's number is its place in the test images, so that a sample
   * is of the same images as {@code corrupt} makes.
   */
  final class Generated implements CorruptedInput {
    private static final int PUBLISHED_QUALITY = 85;

    private final Images clean;
    private final int[] sample;
    private final long seed;
    private final CorruptionScale scale;
    private final FrostTextures frost;
    private final @Nullable Integer jpegQuality;
    private final int threads;

    /**
     * Prepares the work.
     *
     * @param clean the sample as it is
     * @param sample the place of each image in the test images
     * @param jpegQuality of a compression of every image, as that of the published ImageNet-C, or
     *     null for none
     * @param threads that corrupt images at the same time
     */
    public Generated(
        Images clean,
        int[] sample,
        long seed,
        CorruptionScale scale,
        FrostTextures frost,
        @Nullable Integer jpegQuality,
        int threads) {
      this.clean = clean;
      this.sample = sample.clone();
      this.seed = seed;
      this.scale = scale;
      this.frost = frost;
      this.jpegQuality = jpegQuality;
      this.threads = threads;
    }

    @Override
    public Images images(Corruption corruption, int severity) {
      return corruptor(corruption, severity).corrupt(clean, sample, seed, threads, done -> {});
    }

    @Override
    public byte[] image(Corruption corruption, int severity, int index) {
      return corruptor(corruption, severity).corrupt(clean.image(index), seed, sample[index]);
    }

    private Corruptor corruptor(Corruption corruption, int severity) {
      Corruptor corruptor = Corruptor.of(corruption, severity, scale, clean.size(), frost);
      return jpegQuality == null ? corruptor : corruptor.storedAsJpeg(jpegQuality);
    }

    @Override
    public String description() {
      String made =
          "made with the parameters of scale %s, seed %d, frost: %s"
              .formatted(scale.id(), seed, frost);
      return jpegQuality == null ? made : made + ", stored as JPEG of quality " + jpegQuality;
    }

    @Override
    public boolean mayChange() {
      return false;
    }

    @Override
    public Optional<String> departure() {
      boolean asPublished = jpegQuality != null && jpegQuality == PUBLISHED_QUALITY;
      return scale == CorruptionScale.CIFAR || asPublished
          ? Optional.empty()
          : Optional.of(
              "ImageNet-C was published as JPEG files of quality %d; these images were %s."
                  .formatted(
                      PUBLISHED_QUALITY,
                      jpegQuality == null
                          ? "not compressed after they were corrupted"
                          : "compressed with quality " + jpegQuality));
    }
  }

  /** Made before, in the layout of CIFAR-10-C. */
  final class Stored implements CorruptedInput {
    private final CorruptedSets sets;
    private final int[] sample;

    private Stored(CorruptedSets sets, int[] sample) {
      this.sets = sets;
      this.sample = sample.clone();
    }

    /**
     * Opens a folder.
     *
     * @param test all test images that the folder's are made of
     * @param sample the places of those that are asked for
     * @throws DataException if the folder's images are not of these or some are missing
     */
    public static Stored open(
        Path folder,
        Images test,
        int[] sample,
        List<Corruption> corruptions,
        List<Integer> severities) {
      CorruptedSets sets = CorruptedSets.open(folder);
      ImageSize size = test.size();
      if (!sets.imageSize().equals(size) || sets.count() != test.count()) {
        throw new DataException(
            Reason.SIZE,
            "%s holds %d images of %s for each corruption and severity; accepted are as many as there are test images, %d of %s"
                .formatted(folder, sets.count(), sets.imageSize(), test.count(), size));
      }
      int[] labels = sets.labels();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] != test.label(i)) {
          throw new DataException(
              Reason.MISLABELLED,
              "%s: label %d is %d; accepted is %d, as in the test images that --data names"
                  .formatted(folder.resolve(CorruptedSets.LABELS), i, labels[i], test.label(i)));
        }
      }
      List<String> missing = new ArrayList<>();
      for (Corruption corruption : corruptions) {
        for (int severity : severities) {
          if (!sets.has(corruption, severity)) {
            missing.add(corruption.id() + "_" + severity + ".npy");
          }
        }
      }
      if (!missing.isEmpty()) {
        throw new DataException(
            Reason.MISSING,
            "%s holds neither %s nor an array of all severities; %d of %d are missing; --only takes those that are complete: %s"
                .formatted(
                    folder,
                    missing.get(0),
                    missing.size(),
                    corruptions.size() * severities.size(),
                    String.join(",", sets.complete().stream().map(Corruption::id).toList())));
      }
      return new Stored(sets, sample);
    }

    @Override
    public Images images(Corruption corruption, int severity) {
      Images all = sets.read(corruption, severity);
      return sample.length == all.count() ? all : all.select(sample);
    }

    @Override
    public byte[] image(Corruption corruption, int severity, int index) {
      return sets.image(corruption, severity, sample[index]);
    }

    @Override
    public String description() {
      return "read in the layout of CIFAR-10-C";
    }

    /** Reading all files to tell them from others would take as long as a short test. */
    @Override
    public boolean mayChange() {
      return true;
    }

    @Override
    public Optional<String> departure() {
      return Optional.empty();
    }
  }
}
