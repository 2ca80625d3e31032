package io.seedcast.device;

import io.seedcast.artifact.Manifest;
import io.seedcast.device.Transfer.SinkException;
import io.seedcast.device.Transfer.TooLongException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A device's side of the OCI distribution protocol: reads manifests and parts and sends reports.
 * Follows no redirect. Nothing that it returns has been believed: digests are the caller's to
 * check.
 */
final class HubConnection {

  private final URI hub;
  private final RetryPolicy policy;

  /** Made by the first request: the model in use starts without it, and it takes as long. */
  private @Nullable HttpClient client;

  HubConnection(URI hub, RetryPolicy policy) {
    this.hub = hub;
    this.policy = policy;
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(policy.connectTimeout())
              .build();
    }
    return client;
  }

  /** A failure after which asking again may help. */
  private static final class PassingException extends Exception {
    private static final long serialVersionUID = 1;
    private final DeviceException failure;

    PassingException(DeviceException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  /** One try of something that may be repeated. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws PassingException, TooLongException;
  }

  /**
   * Reads the manifest that a tag names.
   *
   * @param known a digest that the caller has, or null
   * @return empty if the tag names the known digest
   */
  Optional<byte[]> manifest(String model, String tag, @Nullable String known) {
    HttpRequest.Builder request = request("/v2/" + model + "/manifests/" + tag);
    request.header("Accept", Manifest.MEDIA_TYPE);
    if (known != null) {
      request.header("If-None-Match", quoted(known));
    }
    return retrying(
        () -> {
          ByteArrayOutputStream content = new ByteArrayOutputStream();
          HttpResponse<Transfer> answer =
              exchange(
                  request.build(),
                  info ->
                      info.statusCode() == 200
                          ? Transfer.upTo(Manifest.MAX_BYTES, bytes -> append(content, bytes))
                          : Transfer.discarding());
          if (answer.statusCode() == 304 && known != null) {
            return Optional.empty();
          }
          requireStatus(answer, 200);
          return Optional.of(content.toByteArray());
        });
  }

  private static void append(ByteArrayOutputStream content, ByteBuffer bytes) {
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    content.writeBytes(chunk);
  }

  /**
   * Completes a file with a part's bytes, going on where the file ends.
   *
   * @param sizeBytes which the part must have
   * @return the number of bytes that came over the network
   */
  long complete(String model, String digest, long sizeBytes, Path file) {
    long[] received = {0};
    return retrying(
        () -> {
          try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            continueAt(model, digest, sizeBytes, channel, received);
            channel.force(true);
            return received[0];
          } catch (IOException e) {
            throw Disk.failure(e, file.toString());
          }
        });
  }

  private void continueAt(
      String model, String digest, long sizeBytes, FileChannel channel, long[] received)
      throws IOException, PassingException {
    if (channel.size() > sizeBytes) {
      channel.truncate(0);
    }
    long offset = channel.size();
    if (offset == sizeBytes) {
      return;
    }
    HttpRequest.Builder request = request("/v2/" + model + "/blobs/" + digest);
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
      request.header("If-Range", quoted(digest));
    }
    AtomicReference<@Nullable Transfer> body = new AtomicReference<>();
    try {
      HttpResponse<Transfer> answer =
          exchange(
              request.build(),
              info -> {
                Transfer transfer = Transfer.discarding();
                if (info.statusCode() == 206 && continuesAt(offset, info)) {
                  transfer = to(channel, offset, sizeBytes);
                } else if (info.statusCode() == 200) {
                  transfer = to(channel, 0, sizeBytes);
                }
                body.set(transfer);
                return transfer;
              });
      if (answer.statusCode() == 416 || (answer.statusCode() == 206 && channel.size() == offset)) {
        channel.truncate(0);
        throw new PassingException(
            DeviceException.unavailable(
                "device.http",
                "hub " + hub + " did not continue part " + digest + " at byte " + offset,
                null));
      }
      if (answer.statusCode() != 206) {
        requireStatus(answer, 200);
      }
      if (channel.size() < sizeBytes) {
        throw new PassingException(
            DeviceException.unavailable(
                "device.interrupted-body",
                "hub "
                    + hub
                    + " ended part "
                    + digest
                    + " after "
                    + channel.size()
                    + " of "
                    + sizeBytes
                    + " bytes",
                null));
      }
    } catch (TooLongException e) {
      channel.truncate(0);
      throw DeviceException.refused(
          "device.digest",
          "hub "
              + hub
              + " sends more for part "
              + digest
              + " than the "
              + sizeBytes
              + " bytes that the manifest lists");
    } finally {
      Transfer transfer = body.get();
      if (transfer != null) {
        transfer.close();
        received[0] += transfer.received();
      }
    }
  }

  private static boolean continuesAt(long offset, HttpResponse.ResponseInfo info) {
    String range = info.headers().firstValue("Content-Range").orElse("");
    return range.startsWith("bytes " + offset + "-");
  }

  private static Transfer to(FileChannel channel, long offset, long sizeBytes) {
    return Transfer.upTo(
        sizeBytes - offset,
        new Transfer.Sink() {
          private long position = offset;

          @Override
          public void write(ByteBuffer bytes) throws IOException {
            if (position == 0) {
              channel.truncate(0);
            }
            while (bytes.hasRemaining()) {
              position += channel.write(bytes, position);
            }
          }
        });
  }

  /** Sends a device's report. */
  void report(String id, byte[] json) {
    HttpRequest request =
        request("/v1/devices/" + id + "/reports")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json))
            .build();
    retrying(
        () -> {
          HttpResponse<Transfer> answer = exchange(request, info -> Transfer.discarding());
          requireStatus(answer, 204);
          return answer;
        });
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(hub.resolve(path));
  }

  private static String quoted(String digest) {
    return '"' + digest + '"';
  }

  private void requireStatus(HttpResponse<?> answer, int expected) throws PassingException {
    int status = answer.statusCode();
    if (status == expected) {
      return;
    }
    DeviceException failure =
        DeviceException.unavailable(
            "device.http",
            "hub answered "
                + status
                + " to "
                + answer.request().method()
                + " "
                + answer.request().uri()
                + ", expected "
                + expected,
            null);
    if (status >= 500 || status == 408 || status == 429) {
      throw new PassingException(failure);
    }
    throw failure;
  }

  private <T> T retrying(Attempt<T> attempt) {
    for (int number = 1; true; number++) {
      try {
        return attempt.run();
      } catch (PassingException e) {
        if (number >= policy.attempts()) {
          throw new DeviceException(
              e.failure.kind(),
              e.failure.code(),
              e.failure.getMessage() + " (attempts: " + number + ")",
              e.failure.getCause());
        }
        pause(policy.delayAfter(number));
      } catch (TooLongException e) {
        throw DeviceException.refused(
            "device.digest",
            "hub " + hub + " sends a manifest of more than " + Manifest.MAX_BYTES + " bytes");
      }
    }
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static DeviceException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return DeviceException.failed("device.interrupted", "interrupted while asking the hub", e);
  }

  /**
   * Sends one request and takes its answer, as long as bytes keep coming.
   *
   * @throws TooLongException if the answer is longer than it may be
   */
  private HttpResponse<Transfer> exchange(
      HttpRequest request, Function<HttpResponse.ResponseInfo, Transfer> body)
      throws TooLongException, PassingException {
    AtomicReference<@Nullable Transfer> begun = new AtomicReference<>();
    CompletableFuture<HttpResponse<Transfer>> answer =
        client()
            .sendAsync(
                request,
                info -> {
                  Transfer transfer = body.apply(info);
                  begun.set(transfer);
                  return transfer;
                });
    long start = System.nanoTime();
    long seen = -1;
    while (true) {
      try {
        return answer.get(policy.idleTimeout().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Transfer transfer = begun.get();
        long received = transfer == null ? -1 : transfer.received();
        boolean late = System.nanoTime() - start > policy.attemptTimeout().toNanos();
        if (late || received == seen) {
          answer.cancel(true);
          throw new PassingException(stalled(request, transfer));
        }
        seen = received;
      } catch (InterruptedException e) {
        answer.cancel(true);
        throw interrupted(e);
      } catch (ExecutionException e) {
        throw failure(request, begun.get(), e.getCause() == null ? e : e.getCause());
      }
    }
  }

  private DeviceException stalled(HttpRequest request, @Nullable Transfer transfer) {
    if (transfer == null) {
      return DeviceException.unavailable(
          "device.offline", "hub " + hub + " did not answer within " + policy.idleTimeout(), null);
    }
    return DeviceException.unavailable(
        "device.interrupted-body",
        "hub " + hub + " stalled after " + transfer.received() + " bytes of " + request.uri(),
        null);
  }

  private PassingException failure(
      HttpRequest request, @Nullable Transfer transfer, Throwable cause) throws TooLongException {
    Throwable root = cause;
    for (Throwable next = cause; next != null; next = next.getCause()) {
      if (next instanceof TooLongException tooLong) {
        throw tooLong;
      }
      if (next instanceof SinkException full) {
        throw Disk.failure(full.failure(), request.uri().toString());
      }
      root = next;
    }
    if (transfer == null) {
      return new PassingException(
          DeviceException.unavailable(
              "device.offline", "hub " + hub + " cannot be reached: " + reason(root), cause));
    }
    return new PassingException(
        DeviceException.unavailable(
            "device.interrupted-body",
            "hub "
                + hub
                + " broke off after "
                + transfer.received()
                + " bytes of "
                + request.uri()
                + ": "
                + reason(root),
            cause));
  }

  private static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
