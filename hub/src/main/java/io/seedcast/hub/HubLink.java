package io.seedcast.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's way to one hub: its address and token, how long to wait for it, what of it may pass
 * and be tried again, and what its refusals mean.
 */
final class HubLink {
  private static final int ATTEMPTS = 4;
  private static final long FIRST_DELAY_MILLIS = 500;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(10);

  /** A timeout covers the sending too; on a slower network than this it ends a large part. */
  private static final int SLOWEST_BYTES_PER_SECOND = 32 << 10;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI hub;
  private final @Nullable String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  HubLink(URI hub, @Nullable String token) {
    this.hub = requireAddress(hub);
    this.token = token == null ? null : PushToken.require(token);
  }

  private static URI requireAddress(URI hub) {
    String accepted = "the hub's address must be http://HOST:PORT or https://HOST:PORT: got ";
    if (String.valueOf(hub.getRawAuthority()).contains("@")) {
      throw new IllegalArgumentException(accepted + "one with a user; a token is given apart");
    }
    String path = String.valueOf(hub.getRawPath());
    boolean hasMore = hub.getRawQuery() != null || hub.getRawFragment() != null;
    if (!isHttp(hub) || hasMore || !(path.isEmpty() || path.equals("/"))) {
      throw new IllegalArgumentException(accepted + '"' + hub + '"');
    }
    return hub;
  }

  /** Whether requests can be sent to an address. */
  static boolean isHttp(URI address) {
    String scheme = String.valueOf(address.getScheme());
    return (scheme.equals("http") || scheme.equals("https")) && address.getHost() != null;
  }

  /** What a hub answered. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Answer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {

    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    /** As in {@code hub answered 404 to GET http://127.0.0.1:8080/v2/}. */
    String summary() {
      return "hub answered " + status + " to " + request.method() + " " + request.uri();
    }
  }

  /** A failure that may have passed at the next attempt. */
  static final class PassingException extends Exception {
    private static final long serialVersionUID = 1;

    private final HubException failure;

    PassingException(HubException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  /** One try of something that is safe to repeat as a whole. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws PassingException, IOException;
  }

  /**
   * Tries a few times, with growing pauses.
   *
   * @throws HubException the last failure
   * @throws IOException as the attempt itself does
   */
  <T> T repeating(Attempt<T> attempt) throws IOException {
    for (int number = 1; true; number++) {
      try {
        return attempt.run();
      } catch (PassingException e) {
        if (number == ATTEMPTS) {
          throw e.failure;
        }
        pause(number);
      }
    }
  }

  private static void pause(int attempt) {
    try {
      long millis = FIRST_DELAY_MILLIS << (attempt - 1);
      Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** A request to the hub. */
  HttpRequest.Builder request(String path) {
    return request(hub.resolve(path), 0);
  }

  /**
   * A request to where the hub says; its token goes to the hub itself only.
   *
   * @param bodyBytes that will be sent
   */
  HttpRequest.Builder request(URI address, long bodyBytes) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(timeoutFor(bodyBytes));
    if (token != null && isAtHub(address)) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private boolean isAtHub(URI address) {
    return address.getScheme().equals(hub.getScheme())
        && address.getHost().equalsIgnoreCase(hub.getHost())
        && port(address) == port(hub);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equals("https") ? 443 : 80;
  }

  /** How long to wait for the answer to a request with a body of this size. */
  static Duration timeoutFor(long bodyBytes) {
    return ANSWER_TIMEOUT.plusSeconds(bodyBytes / SLOWEST_BYTES_PER_SECOND);
  }

  /**
   * Sends a request, once.
   *
   * @param maxBytes of the answer's body that are read
   * @param expected statuses
   * @throws PassingException if the hub cannot be reached or is overloaded
   * @throws HubException if it answers with another status
   */
  Answer exchange(HttpRequest request, int maxBytes, Integer... expected) throws PassingException {
    Answer answer = send(request, maxBytes);
    int status = answer.status();
    if (List.of(expected).contains(status)) {
      return answer;
    }
    HubException failure = refused(answer);
    boolean isOverloaded = status == 408 || status == 429 || (status >= 500 && status != 507);
    if (isOverloaded) {
      throw new PassingException(failure);
    }
    throw failure;
  }

  private Answer send(HttpRequest request, int maxBytes) throws PassingException {
    try {
      HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return new Answer(
            request, response.statusCode(), response.headers(), body.readNBytes(maxBytes));
      }
    } catch (IOException e) {
      throw new PassingException(
          new HubException(Kind.UNAVAILABLE, "hub.offline", unreached(request, e), e));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private String unreached(HttpRequest request, IOException e) {
    if (e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException)) {
      long minutes = request.timeout().orElse(ANSWER_TIMEOUT).toMinutes();
      return String.format(
          Locale.ROOT,
          "hub %s did not answer %s %s within %d minutes",
          hub,
          request.method(),
          request.uri(),
          minutes);
    }
    return "hub "
        + hub
        + " cannot be reached"
        + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }

  /** Says what a status means that was not expected. */
  static HubException refused(Answer answer) {
    String said = reason(answer.body());
    String message = answer.summary() + (said.isEmpty() ? "" : ": " + said);
    int status = answer.status();
    return switch (status) {
      case 401, 403 -> new HubException(Kind.REFUSED, "hub.unauthorized", message);
      case 409 -> new HubException(Kind.REFUSED, "hub.version-published", message);
      case 507 -> new HubException(Kind.FAILED, "hub.disk-full", message);
      default ->
          new HubException(status < 500 ? Kind.REFUSED : Kind.UNAVAILABLE, "hub.http", message);
    };
  }

  /** What an OCI error document says. */
  private static String reason(byte[] body) {
    try {
      return JSON.readTree(body).path("errors").path(0).path("message").asText();
    } catch (IOException e) {
      return "";
    }
  }

  private static HubException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new HubException(Kind.FAILED, "hub.interrupted", "interrupted while publishing", e);
  }

  @Override
  public String toString() {
    return hub.toString();
  }
}
