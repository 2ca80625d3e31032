package io.seedcast.hub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.function.Predicate;

/** A network between a client and a hub that breaks where a test says. */
final class Relay implements AutoCloseable {
  private final ServerSocket listener;
  private final int hubPort;
  private final Predicate<String> breaksRequest;
  private final Predicate<String> losesAnswer;

  /**
   * Starts to listen.
   *
   * @param breaksRequest whether the last byte of this piece of a request is lost, and the
   *     connection with it
   * @param losesAnswer whether this piece of an answer is lost, and the connection with it
   */
  Relay(URI hub, Predicate<String> breaksRequest, Predicate<String> losesAnswer)
      throws IOException {
    this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    this.hubPort = hub.getPort();
    this.breaksRequest = breaksRequest;
    this.losesAnswer = losesAnswer;
    run(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private static void run(Runnable task) {
    Thread thread = new Thread(task, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket hub = new Socket(InetAddress.getLoopbackAddress(), hubPort);
        run(() -> pass(client, hub, breaksRequest, 1));
        run(() -> pass(hub, client, losesAnswer, Integer.MAX_VALUE));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** Passes bytes on until one side ends, or a piece breaks the connection and loses its end. */
  private static void pass(Socket from, Socket to, Predicate<String> breaks, int lost) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        boolean isLast = breaks.test(new String(buffer, 0, count, ISO_8859_1));
        out.write(buffer, 0, isLast ? Math.max(0, count - lost) : count);
        out.flush();
        if (isLast) {
          return;
        }
      }
    } catch (IOException closed) {
      // The other direction has ended.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
