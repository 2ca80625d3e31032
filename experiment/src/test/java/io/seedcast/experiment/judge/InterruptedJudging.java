package io.seedcast.experiment.judge;

import ai.onnxruntime.OrtSession;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.network.Initialiser;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Methods;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The process that a test ends: judges images and says on stdout how that came to an end. */
final class InterruptedJudging {
  /** Seconds of work, of which the process does next to nothing before it is ended. */
  private static final int IMAGES = 20_000;

  private static final int FIRST = 100;

  private InterruptedJudging() {}

  static RegrownNetwork network() {
    Network network =
        Architecture.VGG11.build(
            Methods.named("standard").style(Map.of()),
            new Dimensions(Shape.of(3, 32, 32), 10, 0.125));
    return Regrower.regrow(
        network, SentTensors.fold(network, Initialiser.initialise(network, 1)), 1);
  }

  /** Ends the virtual machine while ONNX Runtime computes. */
  public static void main(String[] args) {
    CountDownLatch said = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> await(said)));
    Thread judging = Thread.currentThread();
    Thread ending = new Thread(() -> exitOnce(judging));
    ending.setDaemon(true);
    try (JudgedModel model = JudgedModel.regrown(Path.of("run"), network(), List.of(), 1)) {
      int imageSize = model.network().input().elements();
      byte[] images = new byte[IMAGES * imageSize];
      // The very first batch loads classes and allocates, so it is not like the others.
      model.logits(new byte[FIRST * imageSize], FIRST);
      ending.start();
      model.logits(images, IMAGES);
      System.out.println("judged all");
    } catch (SeedcastException e) {
      System.out.println(e.code() + ": " + e.getMessage());
    } finally {
      said.countDown();
    }
  }

  /** What was said is heard only if the process does not end before. */
  private static void await(CountDownLatch said) {
    try {
      said.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void exitOnce(Thread judging) {
    while (Arrays.stream(judging.getStackTrace()).noneMatch(InterruptedJudging::isComputing)) {
      Thread.onSpinWait();
    }
    System.exit(0);
  }

  private static boolean isComputing(StackTraceElement frame) {
    return frame.getClassName().equals(OrtSession.class.getName())
        && frame.getMethodName().equals("run");
  }
}
