package io.seedcast.cli;

import io.seedcast.experiment.judge.FinishedAttacks;
import io.seedcast.train.RunFolder;
import io.seedcast.train.attack.AttackResult;
import io.seedcast.train.attack.TestSample;
import io.seedcast.vision.Dataset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was attacked, with what, and by which command.
 *
 * @param lender whose network the transferred examples were made against, if there are any
 * @param threads of libtorch
 * @param data the source as it was given
 * @param sample the images that were attacked
 * @param seed of their choice, of random starts and squares
 * @param finished tells which versions of this program made the results
 */
record AttackedRun(
    RunFolder run,
    @Nullable RunFolder lender,
    int threads,
    String data,
    Dataset dataset,
    TestSample sample,
    long seed,
    FinishedAttacks finished,
    String command,
    Map<String, String> provenance) {
  /** The version of this program, or the versions, that made a result. */
  String codeVersion(AttackResult result) {
    return String.join(" and ", finished.codeVersions(result.attack(), result.epsilon()));
  }
}
