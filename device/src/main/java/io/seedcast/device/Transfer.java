package io.seedcast.device;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Takes the body of one answer, up to a limit, and shows how far it has come. After {@link #close}
 * nothing more is written, whatever still arrives.
 */
final class Transfer implements BodySubscriber<Transfer>, AutoCloseable {

  /** Where the bytes go. */
  @FunctionalInterface
  interface Sink {
    /** Takes all remaining bytes. */
    void write(ByteBuffer bytes) throws IOException;
  }

  /** The answer holds more than it may. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** The sink failed, not the connection. */
  static final class SinkException extends IOException {
    private static final long serialVersionUID = 1;
    private final IOException failure;

    SinkException(IOException failure) {
      super(failure);
      this.failure = failure;
    }

    IOException failure() {
      return failure;
    }
  }

  private static final long MAX_DISCARDED_BYTES = 64 << 10;

  private final long limit;
  private final @Nullable Sink sink;
  private final CompletableFuture<Transfer> end = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private long received;
  private boolean closed;

  private Transfer(long limit, @Nullable Sink sink) {
    this.limit = limit;
    this.sink = sink;
  }

  /** A transfer that fails with {@link TooLongException} if more comes than the limit. */
  static Transfer upTo(long limit, Sink sink) {
    return new Transfer(limit, sink);
  }

  /** A transfer that keeps nothing, and hangs up on a sender who does not come to an end. */
  static Transfer discarding() {
    return new Transfer(MAX_DISCARDED_BYTES, null);
  }

  /** The number of bytes that have come. */
  synchronized long received() {
    return received;
  }

  @Override
  public CompletionStage<Transfer> getBody() {
    return end;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      if (!take(buffers)) {
        cancel();
        end.complete(this);
        return;
      }
    } catch (IOException e) {
      cancel();
      end.completeExceptionally(e);
      return;
    }
    Subscription source = subscription;
    if (source != null) {
      source.request(1);
    }
  }

  /** Returns whether more is wanted. */
  private synchronized boolean take(List<ByteBuffer> buffers) throws IOException {
    for (ByteBuffer buffer : buffers) {
      if (closed) {
        return false;
      }
      received += buffer.remaining();
      if (sink == null) {
        continue;
      }
      if (received > limit) {
        throw new TooLongException();
      }
      try {
        sink.write(buffer);
      } catch (IOException e) {
        throw new SinkException(e);
      }
    }
    return received <= limit;
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(this);
  }

  private void cancel() {
    Subscription source = subscription;
    if (source != null) {
      source.cancel();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
