package io.seedcast.experiment.judge;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets networks judge a sample of the test images, as they are and with each corruption. */
public final class CorruptedTest {
  private final Images clean;
  private final CorruptedInput corrupted;
  private final List<ImageSet> sets = new ArrayList<>();

  /**
   * One set of images to judge.
   *
   * @param mayChange whether it may be another one than in an earlier test with the same input
   */
  private record ImageSet(String name, boolean mayChange, Supplier<Images> images) {}

  /** Is told how far it is. */
  public interface Listener {
    /** A network has judged a set of images, just now. */
    default void judged() {}

    /**
     * All networks have judged a set of images, now or before.
     *
     * @param cells one for each network
     */
    default void finished(String name, List<JudgedCell> cells) {}
  }

  /**
   * Prepares a test.
   *
   * @param clean the sample as it is
   * @param corrupted where the same sample comes from, corrupted
   */
  public CorruptedTest(
      Images clean,
      CorruptedInput corrupted,
      List<Corruption> corruptions,
      List<Integer> severities) {
    this.clean = clean;
    this.corrupted = corrupted;
    sets.add(new ImageSet(JudgedCell.CLEAN, false, () -> clean));
    for (Corruption corruption : corruptions) {
      for (int severity : severities) {
        sets.add(
            new ImageSet(
                name(corruption, severity),
                corrupted.mayChange(),
                () -> corrupted.images(corruption, severity)));
      }
    }
  }

  /** The name of a corruption at a severity, as in {@code fog_3}. */
  public static String name(Corruption corruption, int severity) {
    return corruption.id() + "_" + severity;
  }

  /** The sample as it is. */
  public Images clean() {
    return clean;
  }

  /** Where the sample comes from, corrupted. */
  public CorruptedInput corrupted() {
    return corrupted;
  }

  /** The names of the sets of images, {@value JudgedCell#CLEAN} first. */
  public List<String> names() {
    return sets.stream().map(ImageSet::name).toList();
  }

  /**
   * Lets networks judge what they have not finished yet. Images are made once for all of them.
   *
   * @param judged for each network, what it has finished, by name; completed
   * @param finished keeps what they finish
   * @throws SeedcastException {@code report.other-settings} if what is finished is of files that
   *     were replaced since
   */
  public void judge(
      List<JudgedModel> models,
      List<Map<String, JudgedCell>> judged,
      FinishedCells finished,
      Listener listener) {
    for (ImageSet set : sets) {
      @Nullable Images images = null;
      List<JudgedCell> cells = new ArrayList<>();
      for (int i = 0; i < models.size(); i++) {
        JudgedCell cell = judged.get(i).get(set.name());
        if (cell == null) {
          if (images == null) {
            images = set.images().get();
          }
          cell = JudgedCell.of(set.name(), models.get(i), images);
          finished.keep(models.get(i).digest(), cell);
          judged.get(i).put(set.name(), cell);
          listener.judged();
        } else if (set.mayChange()) {
          if (images == null) {
            images = set.images().get();
          }
          requireUnchanged(cell, images);
        }
        cells.add(cell);
      }
      listener.finished(set.name(), cells);
    }
  }

  private static void requireUnchanged(JudgedCell kept, Images images) {
    if (!kept.imagesDigest().equals(images.sha256())) {
      throw new SeedcastException(
          Kind.REFUSED,
          "report.other-settings",
          "the finished result on %s is of other images than --corrupted holds now; choose another folder with --out"
              .formatted(kept.name()));
    }
  }
}
