package io.seedcast.cli;

import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.npy.NpyWriter;
import java.util.List;
import java.util.function.IntConsumer;

/** How {@code corrupt} lays out what it makes. */
enum CorruptionLayout {
  /** An array for each corruption and severity. */
  SEPARATE("npy") {
    @Override
    int write(
        CorruptionWork work,
        Corruption corruption,
        List<Integer> severities,
        CorruptedFolder folder,
        IntConsumer done) {
      folder.writeLabels(work.labels(), 1);
      int made = 0;
      for (int severity : severities) {
        String name = corruption.id() + "_" + severity + ".npy";
        made +=
            folder.make(
                name,
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
  STACKED("cifar10-c") {
    @Override
    int write(
        CorruptionWork work,
        Corruption corruption,
        List<Integer> severities,
        CorruptedFolder folder,
        IntConsumer done) {
      folder.writeLabels(work.labels(), Corruption.SEVERITIES);
      int made =
          folder.make(
              corruption.id() + ".npy",
              target ->
                  AtomicFile.write(
                      target,
                      out -> {
                        Images clean = work.images();
                        NpyWriter.imagesHeader(
                            out,
                            Math.multiplyExact(severities.size(), clean.count()),
                            clean.size());
                        for (int severity : severities) {
                          NpyWriter.images(out, work.corrupt(corruption, severity, done));
                        }
                      }));
      return made * severities.size();
    }
  },

  /** A folder of PNG files for each corruption and severity. */
  IMAGES("images") {
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
            folder.make(
                name,
                target ->
                    AtomicFile.writeDirectory(
                        target, content -> work.corruptInto(content, corruption, severity, done)));
      }
      return made;
    }
  };

  private final String id;

  CorruptionLayout(String id) {
    this.id = id;
  }

  /** The name on the command line. */
  String id() {
    return id;
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
