package io.seedcast.device;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Stands between a device and a real hub, notes every request, and spoils the answers it is told to
 * spoil. One connection serves one request.
 */
final class FaultyHub implements AutoCloseable {
  private static final Set<String> PASSED_ON =
      Set.of("range", "if-range", "if-none-match", "content-type", "accept");

  /** A request as it came. */
  record Request(String method, String path, Map<String, String> headers) {
    boolean isForPart() {
      return path.contains("/blobs/");
    }

    boolean isForManifest() {
      return path.contains("/manifests/");
    }

    boolean isReport() {
      return path.endsWith("/reports");
    }
  }

  /** What is done to an answer. */
  sealed interface Fault {
    /** Nothing. */
    record None() implements Fault {}

    /** Another status, and no content. */
    record Status(int status) implements Fault {}

    /** The body ends after this many bytes, and with it the connection. */
    record CutAfter(int bytes) implements Fault {}

    /** The body stops after this many bytes, and the connection stays open. */
    record StallAfter(int bytes) implements Fault {}

    /** Bytes of the same number, but other ones. */
    record OtherBytes() implements Fault {}

    /** A body that does not end. */
    record Endless() implements Fault {}

    /** No answer at all, and the connection stays open. */
    record Silence() implements Fault {}

    /** All of the part, where the end of it was asked for. */
    record IgnoreRange() implements Fault {}
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ServerSocket socket;
  private final URI hub;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Fault> faults = request -> new Fault.None();

  FaultyHub(URI hub) throws IOException {
    this.hub = hub;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    executor.execute(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** Decides, for each request, what to do to its answer. */
  void spoil(Function<Request, Fault> faults) {
    this.faults = faults;
  }

  /** The requests since the last call. */
  List<Request> takeRequests() {
    List<Request> taken = new ArrayList<>(requests);
    requests.clear();
    return taken;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        open.add(connection);
        executor.execute(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void serve(Socket connection) {
    try {
      InputStream in = connection.getInputStream();
      Request request = readHead(in);
      int length = Integer.parseInt(request.headers().getOrDefault("content-length", "0"));
      byte[] body = in.readNBytes(length);
      requests.add(request);
      Fault fault = faults.apply(request);
      if (fault instanceof Fault.Silence) {
        return;
      }
      HttpResponse<byte[]> answer = ask(request, body, fault instanceof Fault.IgnoreRange);
      if (spoilAnswer(answer, fault, new BufferedOutputStream(connection.getOutputStream()))) {
        connection.close();
      }
    } catch (IOException e) {
      // A device that hangs up.
    }
  }

  private static Request readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    List<String> lines = head.toString().lines().toList();
    List<String> first = List.of(lines.get(0).split(" ", -1));
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return new Request(first.get(0), first.get(1), headers);
  }

  private HttpResponse<byte[]> ask(Request request, byte[] body, boolean ignoreRange) {
    HttpRequest.Builder onward =
        HttpRequest.newBuilder(hub.resolve(request.path()))
            .method(request.method(), BodyPublishers.ofByteArray(body));
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (PASSED_ON.contains(name) && !(ignoreRange && name.endsWith("range"))) {
                onward.header(name, value);
              }
            });
    try {
      return client.send(onward.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the answer and returns whether the connection ends with it. */
  private static boolean spoilAnswer(HttpResponse<byte[]> answer, Fault fault, OutputStream out)
      throws IOException {
    int status = fault instanceof Fault.Status other ? other.status() : answer.statusCode();
    byte[] body = fault instanceof Fault.Status ? new byte[0] : answer.body().clone();
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Spoilt\r\n");
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (Set.of("etag", "content-range", "content-type")
                  .contains(name.toLowerCase(Locale.ROOT))) {
                head.append(name).append(": ").append(values.get(0)).append("\r\n");
              }
            });
    head.append("Connection: close\r\n");
    if (!(fault instanceof Fault.Endless)) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    int length = body.length;
    if (fault instanceof Fault.CutAfter cut) {
      length = Math.min(length, cut.bytes());
    } else if (fault instanceof Fault.StallAfter stall) {
      length = Math.min(length, stall.bytes());
    } else if (fault instanceof Fault.OtherBytes && length > 0) {
      body[length / 2] ^= 1;
    }
    out.write(body, 0, length);
    out.flush();
    while (fault instanceof Fault.Endless) {
      out.write(body);
      out.write(0);
    }
    return !(fault instanceof Fault.StallAfter);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) {
      connection.close();
    }
    executor.shutdownNow();
  }
}
