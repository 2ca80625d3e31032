package io.seedcast.experiment;

import io.seedcast.core.network.Network;
import io.seedcast.experiment.RunDigest.Lesson;
import io.seedcast.experiment.Variant.Teaching;
import io.seedcast.train.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * One training of an experiment.
 *
 * @param slice what it learns from and is tested on
 * @param fraction of the training images, drawn with the seed
 * @param teacher what it is distilled from, with the same seed and slice, if anything
 * @param digest of all that decides the outcome: see {@link RunDigest}
 */
record PlannedRun(
    Variant variant,
    int seed,
    Slice slice,
    Network network,
    Recipe recipe,
    double fraction,
    @Nullable PlannedRun teacher,
    String digest) {

  /** Plans a run. */
  static PlannedRun of(
      Variant variant,
      int seed,
      Slice slice,
      Network network,
      Recipe recipe,
      double fraction,
      @Nullable PlannedRun teacher) {
    Teaching teaching = variant.teaching();
    @Nullable Lesson lesson =
        teaching == null || teacher == null
            ? null
            : new Lesson(teacher.digest(), teaching.softWeight(), teaching.featureWeight());
    return new PlannedRun(
        variant,
        seed,
        slice,
        network,
        recipe,
        fraction,
        teacher,
        RunDigest.of(network, recipe, slice.digest(), fraction, lesson));
  }

  /** The variant's name, the vendor that is held out, if any, and the seed. */
  String name() {
    return variant.name()
        + (slice.vendor().equals(Slice.WHOLE) ? "" : ", without " + slice.vendor())
        + ", seed "
        + seed;
  }
}
