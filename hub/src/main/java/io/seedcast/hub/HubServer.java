package io.seedcast.hub;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running hub. Thread-safe; it serves until it is closed.
 *
 * <p>Under {@code /v2}: the OCI distribution protocol. A tag other than {@code latest} names one
 * manifest for good. Under {@code /v1}: {@code POST /v1/devices/ID/reports} takes a {@link
 * StatusReport}, {@code GET /v1/devices} lists the last of each device, {@code GET /v1/models}
 * lists models and versions; failures there are problem documents with the hub's codes.
 */
public final class HubServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HubServer.class);
  private static final int MAX_HEADER_BYTES = 8 << 10;

  private final HubConfig config;
  private final HubStore store;
  private final Javalin javalin;

  private HubServer(HubConfig config, HubStore store, Javalin javalin) {
    this.config = config;
    this.store = store;
    this.javalin = javalin;
  }

  /**
   * Starts a hub.
   *
   * @throws HubException {@code hub.directory-in-use}, {@code hub.directory} if the directory holds
   *     something else or cannot be used, {@code hub.port} if the address cannot be listened on
   */
  public static HubServer start(HubConfig config) {
    JsonMapper json =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    Clock clock = Clock.systemUTC();
    HubStore store = HubStore.open(config, json, clock);
    try {
      warnIfOpen(config);
      OciRoutes oci = new OciRoutes(store, json);
      DeviceRoutes devices = new DeviceRoutes(store, json);
      Javalin javalin =
          Javalin.create(javalinConfig -> configure(javalinConfig, config, oci, devices));
      javalin.start();
      return new HubServer(config, store, javalin);
    } catch (RuntimeException e) {
      store.close();
      throw new HubException(
          Kind.FAILED,
          "hub.port",
          "the hub cannot listen on " + config.host() + ":" + config.port() + ": " + rootMessage(e),
          e);
    }
  }

  private static void warnIfOpen(HubConfig config) {
    try {
      if (config.pushToken() == null && !InetAddress.getByName(config.host()).isLoopbackAddress()) {
        log.warn("anyone who reaches {} can publish: the hub has no push token", config.host());
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("unknown host", e);
    }
  }

  private static void configure(
      JavalinConfig javalin, HubConfig config, OciRoutes oci, DeviceRoutes devices) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    // Digests and ranges speak of the bytes as they are stored.
    javalin.http.compressionStrategy = CompressionStrategy.NONE;
    javalin.jetty.addConnector(
        (server, http) -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(MAX_HEADER_BYTES);
          ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
          connector.setHost(config.host());
          connector.setPort(config.port());
          connector.setIdleTimeout(config.idleTimeout().toMillis());
          return connector;
        });
    javalin.routes.before("/v2/*", ctx -> authorize(ctx, config.pushToken()));
    oci.addTo(javalin.routes);
    devices.addTo(javalin.routes);
    javalin.routes.exception(
        RefusedException.class,
        (e, ctx) -> {
          if (e.refusal().isHubsFault()) {
            logFailure(ctx, e);
          }
          refuse(ctx, oci, devices, e.refusal(), e.text());
        });
    javalin.routes.exception(
        HttpResponseException.class,
        (e, ctx) ->
            refuse(
                ctx, oci, devices, Refusal.ROUTE_UNKNOWN, "nothing at " + Names.quote(ctx.path())));
    javalin.routes.exception(
        UncheckedIOException.class,
        (e, ctx) -> {
          log.debug("{} {} was broken off", ctx.method(), ctx.path(), e);
          refuse(ctx, oci, devices, Refusal.UPLOAD_INVALID, "the connection was broken off");
        });
    javalin.routes.exception(
        Exception.class,
        (e, ctx) -> {
          logFailure(ctx, e);
          forgetAnswer(ctx);
          refuse(ctx, oci, devices, Refusal.INTERNAL, "the hub failed; its log says why");
        });
  }

  private static void logFailure(Context ctx, Exception e) {
    log.error("{} {} failed", ctx.method(), ctx.path(), e);
  }

  /** What was begun does not come: its length and digest are not those of the error document. */
  private static void forgetAnswer(Context ctx) {
    if (!ctx.res().isCommitted()) {
      ctx.res().reset();
    }
  }

  private static void refuse(
      Context ctx, OciRoutes oci, DeviceRoutes devices, Refusal refusal, String message) {
    if (ctx.res().isCommitted()) {
      return;
    }
    if (ctx.path().equals("/v2") || ctx.path().startsWith("/v2/")) {
      oci.refuse(ctx, refusal, message);
    } else {
      devices.refuse(ctx, refusal, message);
    }
  }

  /** Asks whoever publishes for the token, as a bearer token or as the password of any user. */
  private static void authorize(Context ctx, @Nullable String token) {
    boolean reads = ctx.method().equals(HandlerType.GET) || ctx.method().equals(HandlerType.HEAD);
    if (token == null || reads) {
      return;
    }
    String header = ctx.header("Authorization");
    String given = header == null ? "" : presentedToken(header);
    if (!MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
      ctx.header("WWW-Authenticate", "Basic realm=\"seedcast hub\"");
      throw Refusal.UNAUTHORIZED.because("publishing needs the hub's push token");
    }
  }

  private static String presentedToken(String header) {
    if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).strip();
    }
    if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
        return pair.substring(pair.indexOf(':') + 1);
      } catch (IllegalArgumentException e) {
        return "";
      }
    }
    return "";
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    for (Throwable next = root.getCause(); next != null; next = next.getCause()) {
      root = next;
    }
    return String.valueOf(root.getMessage());
  }

  /** The port that the hub listens on. */
  public int port() {
    return javalin.port();
  }

  /** The address for clients on this machine, such as {@code http://127.0.0.1:8080}. */
  public URI uri() {
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return URI.create("http://" + host + ":" + port());
  }

  /** Stops listening, ends open requests and gives the directory free. */
  @Override
  public void close() {
    javalin.stop();
    store.close();
  }
}
