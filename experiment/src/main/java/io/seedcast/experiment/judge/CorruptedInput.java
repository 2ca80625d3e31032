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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where corrupted images come from: the same sample of the test images for each corruption. */
public sealed interface CorruptedInput {

  /** The sample, corrupted. */
  Images images(Corruption corruption, int severity);

  /** One image of the sample, corrupted, (C, H, W). */
  byte[] image(Corruption corruption, int severity, int index);

  /** What the images are made by, in words; another text means other images. */
  String description();

  /**
   * Corrupted when asked for. An image's number is its place in the test images, so that a sample
   * is of the same images as {@code corrupt} makes.
   */
  final class Generated implements CorruptedInput {
    private final Images clean;
    private final int[] sample;
    private final long seed;
    private final CorruptionScale scale;
    private final FrostTextures frost;

    /**
     * Prepares the work.
     *
     * @param clean the sample as it is
     * @param sample the place of each image in the test images
     */
    public Generated(
        Images clean, int[] sample, long seed, CorruptionScale scale, FrostTextures frost) {
      this.clean = clean;
      this.sample = sample.clone();
      this.seed = seed;
      this.scale = scale;
      this.frost = frost;
    }

    @Override
    public Images images(Corruption corruption, int severity) {
      Corruptor corruptor = corruptor(corruption, severity);
      Images.Builder corrupted = Images.builder(clean.count(), clean.size());
      IntStream.range(0, clean.count())
          .parallel()
          .forEach(
              i ->
                  corrupted.put(
                      i, corruptor.corrupt(clean.image(i), seed, sample[i]), clean.label(i)));
      return corrupted.build();
    }

    @Override
    public byte[] image(Corruption corruption, int severity, int index) {
      return corruptor(corruption, severity).corrupt(clean.image(index), seed, sample[index]);
    }

    private Corruptor corruptor(Corruption corruption, int severity) {
      return Corruptor.of(corruption, severity, scale, clean.size(), frost);
    }

    @Override
    public String description() {
      return "made with the parameters of scale %s, seed %d, frost: %s"
          .formatted(scale.id(), seed, frost);
    }
  }

  /** Made before, in the layout of CIFAR-10-C. */
  final class Stored implements CorruptedInput {
    private final Path folder;
    private final CorruptedSets sets;
    private final int[] sample;

    private Stored(Path folder, CorruptedSets sets, int[] sample) {
      this.folder = folder;
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
      return new Stored(folder, sets, sample);
    }

    @Override
    public Images images(Corruption corruption, int severity) {
      Images all = sets.read(corruption, severity);
      return sample.length == all.count() ? all : all.select(sample);
    }

    @Override
    public byte[] image(Corruption corruption, int severity, int index) {
      return sets.read(corruption, severity).image(sample[index]);
    }

    @Override
    public String description() {
      return "read from %s, file sizes and times SHA-256 %s".formatted(folder, fingerprint());
    }

    /** Changes when a file is replaced; reading all of them would take as long as judging them. */
    private String fingerprint() {
      try (Stream<Path> files = Files.list(folder)) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : files.filter(path -> path.toString().endsWith(".npy")).sorted().toList()) {
          String line =
              "%s %d %s%n"
                  .formatted(
                      file.getFileName(),
                      Files.size(file),
                      Files.getLastModifiedTime(file).toInstant());
          digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (IOException e) {
        throw new DataException(Reason.UNREADABLE, folder + " cannot be read: " + e, e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }
}
