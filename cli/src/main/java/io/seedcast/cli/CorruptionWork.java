package io.seedcast.cli;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.Corruptor;
import io.seedcast.vision.corruption.FrostTextures;
import io.seedcast.vision.picture.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Corrupts one set of clean images, one corruption and severity after the other. */
final class CorruptionWork {
  /** Folders of pictures may have as many sizes as files; so many are prepared once only. */
  private static final int SIZES_KEPT = 16;

  private final CleanImages clean;
  private final long seed;
  private final @Nullable CorruptionScale scale;
  private final FrostTextures frost;
  private final @Nullable Integer jpegQuality;
  private @Nullable Images together;

  /**
   * Prepares the work.
   *
   * @param scale whose parameters, or null to choose by the size of each image
   * @param jpegQuality of a compression of every result, or null for none
   */
  CorruptionWork(
      CleanImages clean,
      long seed,
      @Nullable CorruptionScale scale,
      FrostTextures frost,
      @Nullable Integer jpegQuality) {
    this.clean = clean;
    this.seed = seed;
    this.scale = scale;
    this.frost = frost;
    this.jpegQuality = jpegQuality;
  }

  /** Finds out now what would fail later. */
  void check(CorruptionLayout layout) {
    if (layout != CorruptionLayout.IMAGES || clean instanceof CleanImages.InMemory) {
      scaleFor(images().size(), clean.origin());
    }
    if (layout == CorruptionLayout.STACKED && clean.labels() == null) {
      throw new IllegalArgumentException(
          "--layout cifar10-c holds labels, and the source has none; give --labels FILE");
    }
    if (layout == CorruptionLayout.IMAGES) {
      requireDifferentNames();
    }
  }

  private void requireDifferentNames() {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < clean.count(); i++) {
      if (!names.add(clean.name(i))) {
        throw new DataException(
            Reason.MIXED_UP,
            "%s: two pictures would both become %s.png; rename one, they differ in the ending only"
                .formatted(clean.origin(), clean.name(i)));
      }
    }
  }

  /** What decides the bytes that are written, besides corruption and severity. */
  Map<String, String> settings(CorruptionLayout layout) {
    Map<String, String> settings = new LinkedHashMap<>();
    int @Nullable [] labels = clean.labels();
    settings.put("images", clean.digest());
    settings.put("labels", labels == null ? "none" : digest(labels));
    settings.put("layout", layout.id());
    settings.put("seed", String.valueOf(seed));
    settings.put("scale", scale == null ? "by size" : scale.id());
    settings.put("frost", frost.toString());
    settings.put("jpeg", jpegQuality == null ? "none" : jpegQuality.toString());
    return settings;
  }

  private static String digest(int[] labels) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(labels.length, Integer.BYTES));
    bytes.asIntBuffer().put(labels);
    MessageDigest digest = CleanImages.newSha256();
    digest.update(bytes);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** All clean images, of one size. */
  Images images() {
    Images known = together;
    if (known == null) {
      known = clean.together();
      together = known;
    }
    return known;
  }

  int @Nullable [] labels() {
    return clean.labels();
  }

  /** Corrupts all images, of one size. */
  Images corrupt(Corruption corruption, int severity, IntConsumer done) {
    return corruptor(corruption, severity, images().size(), clean.origin())
        .corrupt(images(), seed, done);
  }

  /**
   * Corrupts all images and writes them as PNG files, on all processors; those that are there and
   * whole stay as they are. When it returns or fails, nothing is being written any more.
   *
   * @return the number of images that were written
   */
  int corruptInto(Path folder, Corruption corruption, int severity, IntConsumer done)
      throws IOException {
    Map<ImageSize, Corruptor> prepared = new ConcurrentHashMap<>();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    AtomicInteger written = new AtomicInteger();
    IntStream.range(0, clean.count())
        .parallel()
        .forEach(
            i -> {
              Path file = folder.resolve(clean.name(i) + ".png");
              if (failure.get() != null) {
                return;
              }
              try {
                if (!isWhole(file)) {
                  write(file, i, corruption, severity, prepared);
                  written.incrementAndGet();
                  done.accept(1);
                }
              } catch (RuntimeException e) {
                // Thrown here, it would end this method while other threads go on.
                failure.compareAndSet(null, e);
              }
            });
    RuntimeException first = failure.get();
    if (first instanceof UncheckedIOException unwritable) {
      throw unwritable.getCause();
    }
    if (first != null) {
      throw first;
    }
    return written.get();
  }

  private static boolean isWhole(Path picture) {
    if (!Files.exists(picture)) {
      return false;
    }
    try {
      Picture.read(picture, CleanImages.COLOUR);
      return true;
    } catch (DataException e) {
      if (e.reason() == Reason.UNREADABLE) {
        throw e;
      }
      return false;
    }
  }

  private void write(
      Path file,
      int index,
      Corruption corruption,
      int severity,
      Map<ImageSize, Corruptor> prepared) {
    Picture picture = clean.picture(index);
    ImageSize size = picture.size();
    Corruptor corruptor = prepared.get(size);
    if (corruptor == null) {
      corruptor = corruptor(corruption, severity, size, clean.origin(index));
      if (prepared.size() < SIZES_KEPT) {
        prepared.put(size, corruptor);
      }
    }
    Picture corrupted = Picture.of(size, corruptor.corrupt(picture.pixelsChw(), seed, index));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, corrupted.toPng());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Corruptor corruptor(Corruption corruption, int severity, ImageSize size, String what) {
    Corruptor corruptor = Corruptor.of(corruption, severity, scaleFor(size, what), size, frost);
    return jpegQuality == null ? corruptor : corruptor.storedAsJpeg(jpegQuality);
  }

  private CorruptionScale scaleFor(ImageSize size, String what) {
    if (scale != null) {
      return scale;
    }
    return CorruptionScale.suiting(size)
        .orElseThrow(
            () ->
                new DataException(
                    Reason.SIZE,
                    "%s: the size %s lies between the benchmark's scales; choose with --scale cifar or --scale imagenet"
                        .formatted(what, size)));
  }
}
