package io.seedcast.cli;

import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.npy.NpyWriter;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** How {@code corrupt} lays out what it makes. */
enum CorruptionLayout {
  /** An array for each corruption and severity. */
  SEPARATE("npy", 1) {
    @Override
    int write(
        CorruptionWork work,
        Corruption corruption,
        List<Integer> severities,
        CorruptedFolder folder,
        IntConsumer done) {
      Images clean = work.images();
      int made = 0;
      for (int severity : severities) {
        String name = corruption.id() + "_" + severity + ".npy";
        made +=
            folder.makeArray(
                name,
                clean.count(),
                clean.size(),
                target -> {
                  Images images = work.corrupt(corruption, severity, done);
                  AtomicFile.write(
                      target,
                      out -> {
                        NpyWriter.imagesHeader(out, images.count(), images.size());
                        NpyWriter.images(out, images);
                      });
                });
      }
      return made;
    }
  },

  /** An array for each corruption, severity 1 first, as the published CIFAR-10-C. */
  STACKED("cifar10-c", Corruption.SEVERITIES) {
    @Override
    int write(
        CorruptionWork work,
        Corruption corruption,
        List<Integer> severities,
        CorruptedFolder folder,
        IntConsumer done) {
      Images clean = work.images();
      int count = Math.multiplyExact(severities.size(), clean.count());
      int made =
          folder.makeArray(
              corruption.id() + ".npy",
              count,
              clean.size(),
              target ->
                  AtomicFile.write(
                      target,
                      out -> {
                        NpyWriter.imagesHeader(out, count, clean.size());
                        for (int severity : severities) {
                          NpyWriter.images(out, work.corrupt(corruption, severity, done));
                        }
                      }));
      return made * severities.size();
    }
  },

  /** A folder of PNG files for each corruption and severity. */
  IMAGES("images", 1) {
    @Override
    int write(
        CorruptionWork work,
        Corruption corruption,
        List<Integer> severities,
        CorruptedFolder folder,
        IntConsumer done) {
      int made = 0;
      for (int severity : severities) {
        String name = corruption.id() + "_" + severity;
        made +=
            folder.makeFolder(name, target -> work.corruptInto(target, corruption, severity, done));
      }
      return made;
    }
  };

  private final String id;
  private final int labelCopies;

  CorruptionLayout(String id, int labelCopies) {
    this.id = id;
    this.labelCopies = labelCopies;
  }

  /** The name on the command line. */
  String id() {
    return id;
  }

  /** Writes the labels of the images, if they are known. */
  void writeLabels(CorruptionWork work, CorruptedFolder folder) {
    int @Nullable [] labels = work.labels();
    if (labels != null) {
      folder.writeLabels(labels, labelCopies);
    }
  }

  /**
   * Makes what is missing of one corruption.
   *
   * @param done is told how many more images have been corrupted
   * @return the number of severities that were missing
   */
  abstract int write(
      CorruptionWork work,
      Corruption corruption,
      List<Integer> severities,
      CorruptedFolder folder,
      IntConsumer done);
}
