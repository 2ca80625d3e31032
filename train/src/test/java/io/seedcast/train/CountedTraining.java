package io.seedcast.train;

import io.seedcast.train.attack.AdversarialTraining;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/**
 * Trains a tiny run, on adversarial examples too, and prints how many native objects live: before,
 * after each epoch, after.
 */
final class CountedTraining {
  private CountedTraining() {}

  /** Trains in the folder {@code args[0]}. */
  public static void main(String[] args) {
    Recipe recipe =
        TinyRun.recipe()
            .withAdversarial(AdversarialTraining.fgsm(AdversarialTraining.DEFAULT_EPSILON));
    Torch.start();
    System.out.println(Pointer.totalCount());
    Trainer.train(
        TinyRun.dataset(),
        RunFolder.create(Path.of(args[0]), TinyRun.mono(), TinyRun.info(recipe)),
        null,
        new TrainingListener() {
          @Override
          public void epochDone(EpochMetrics metrics) {
            System.out.println(Pointer.totalCount());
          }
        });
    System.out.println(Pointer.totalCount());
  }
}
