package io.seedcast.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the end of the virtual machine wait until training has left native code.
 *
 * <p>On SIGTERM or SIGINT the JVM ends by running the native libraries' destructors; a thread that
 * is still computing in libtorch would then crash. While a gate is open, a shutdown hook asks
 * training to stop and waits until the gate is closed, but for a minute at most: so the one who
 * opened it asks {@link #isStopping} before every batch.
 */
public final class ShutdownGate implements AutoCloseable {
  /** The name of the thread that waits. */
  static final String HOOK = "seedcast-training-shutdown";

  private static final long LONGEST_WAIT_SECONDS = 60;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, HOOK);
  private volatile boolean stopping;

  private ShutdownGate() {}

  /**
   * Opens a gate; to be closed by the caller.
   *
   * @throws IllegalStateException if the virtual machine is ending already
   */
  public static ShutdownGate open() {
    ShutdownGate gate = new ShutdownGate();
    Runtime.getRuntime().addShutdownHook(gate.hook);
    return gate;
  }

  /** Whether the virtual machine is waiting to end. */
  boolean isStopping() {
    return stopping;
  }

  private void stopAndWait() {
    stopping = true;
    try {
      closed.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the virtual machine end. */
  @Override
  public void close() {
    closed.countDown();
    if (!stopping) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The end has just begun; the hook finds the gate closed.
      }
    }
  }
}
