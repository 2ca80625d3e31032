package io.seedcast.cli;

import io.seedcast.experiment.judge.CorruptedInput;
import io.seedcast.experiment.judge.JudgedModel;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was judged on corrupted images, with what result, and by which command.
 *
 * @param models alike but for what was learned and drawn
 * @param results of each of them
 * @param clean the sample of the test images as it is
 * @param settings what the results depend on, besides the networks
 */
record CorruptionOutcome(
    List<JudgedModel> models,
    CorruptionResults results,
    Dataset dataset,
    Images clean,
    CorruptedInput corrupted,
    @Nullable CorruptionBaseline baseline,
    Map<String, String> settings,
    String command,
    Map<String, String> provenance) {}
