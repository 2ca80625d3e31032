package io.seedcast.train;

import java.nio.file.Path;

/**
 * The process of a test: it is asked to end when the last step of its first epoch is done, and goes
 * on to the test images once the shutdown has reached training.
 */
final class EndedBeforeItsTest {
  private EndedBeforeItsTest() {}

  /** Trains in the folder {@code args[0]}. */
  public static void main(String[] args) {
    RunFolder folder = TinyRun.create(Path.of(args[0]), TinyRun.standard());
    try {
      Trainer.train(TinyRun.dataset(), folder, null, new EndsAfterTheLastStep());
    } catch (TrainException e) {
      if (!e.code().equals("train.interrupted")) {
        throw e;
      }
    }
  }

  private static final class EndsAfterTheLastStep implements TrainingListener {
    private int last;

    @Override
    public void epochStarted(int epoch, int epochs, int steps) {
      last = steps;
    }

    @Override
    public void stepDone(int step, double loss) {
      if (step == last) {
        new Thread(() -> System.exit(0)).start();
        awaitShutdown();
      }
    }
  }

  private static void awaitShutdown() {
    while (Thread.getAllStackTraces().keySet().stream()
        .noneMatch(EndedBeforeItsTest::waitsForTraining)) {
      Thread.onSpinWait();
    }
  }

  /** Whether this is the thread of the gate, which has told training to stop before it waits. */
  private static boolean waitsForTraining(Thread thread) {
    return thread.getName().equals(ShutdownGate.HOOK)
        && thread.getState() == Thread.State.TIMED_WAITING;
  }
}
