package io.seedcast.cli;

import io.seedcast.experiment.judge.JudgedModel;
import io.seedcast.train.RunFolder;
import io.seedcast.train.TrainedClassifier;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens what is to be judged. */
final class JudgedModels {
  private JudgedModels() {}

  /**
   * Opens a run folder or, with ONNX Runtime, a package.
   *
   * @param trustedKey a package must be signed by it; without one any intact package is accepted
   */
  static JudgedModel open(Path path, @Nullable Path trustedKey, ModelRuntime runtime, int threads) {
    return switch (runtime) {
      case ONNX -> {
        DeployedModel model = DeployedModel.open(path, trustedKey);
        yield JudgedModel.regrown(path, model.regrown(), model.labels(), threads);
      }
      case TRAINING -> {
        RunFolder run = RunFolder.open(path);
        TrainedClassifier classifier = TrainedClassifier.open(run, threads);
        yield new JudgedModel(
            path,
            run.network(),
            run.info().classNames(),
            run.checkpointDigest(),
            classifier::logits,
            classifier::close);
      }
    };
  }
}
