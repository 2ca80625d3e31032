package io.seedcast.hub;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a hub listens and what it accepts.
 *
 * @param directory where everything is kept; created if it does not exist
 * @param host address to listen on
 * @param port 0 to 65535; 0 takes a free one
 * @param pushToken what a publisher must present, at least 8 visible ASCII characters, with blanks
 *     only between them; null lets anyone publish
 * @param maxBlobBytes the largest part accepted
 * @param maxDevices the number of devices whose last report is kept
 * @param idleTimeout after which a connection on which nothing moves is closed
 */
public record HubConfig(
    Path directory,
    String host,
    int port,
    @Nullable String pushToken,
    long maxBlobBytes,
    int maxDevices,
    Duration idleTimeout) {

  /** The address a hub listens on unless told otherwise: this machine only. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** The port a hub listens on unless told otherwise. */
  public static final int DEFAULT_PORT = 8080;

  private static final long DEFAULT_MAX_BLOB_BYTES = 1L << 30;
  private static final int DEFAULT_MAX_DEVICES = 10_000;
  private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(30);

  public HubConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host must not be blank");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port must be 0 to 65535: got " + port);
    }
    if (pushToken != null) {
      PushToken.requireLongEnough(pushToken);
    }
    if (maxBlobBytes < 1) {
      throw new IllegalArgumentException("maxBlobBytes must be at least 1: got " + maxBlobBytes);
    }
    if (maxDevices < 1) {
      throw new IllegalArgumentException("maxDevices must be at least 1: got " + maxDevices);
    }
    if (idleTimeout.isNegative() || idleTimeout.isZero()) {
      throw new IllegalArgumentException("idleTimeout must be above 0: got " + idleTimeout);
    }
  }

  /** A hub on this machine's loopback address, without a token. */
  public static HubConfig of(Path directory, int port) {
    return new HubConfig(
        directory,
        DEFAULT_HOST,
        port,
        null,
        DEFAULT_MAX_BLOB_BYTES,
        DEFAULT_MAX_DEVICES,
        DEFAULT_IDLE_TIMEOUT);
  }

  /** Returns a copy that listens on another address, such as {@code 0.0.0.0}. */
  public HubConfig withHost(String host) {
    return new HubConfig(directory, host, port, pushToken, maxBlobBytes, maxDevices, idleTimeout);
  }

  /** Returns a copy that asks publishers for a token. */
  public HubConfig withPushToken(String pushToken) {
    return new HubConfig(directory, host, port, pushToken, maxBlobBytes, maxDevices, idleTimeout);
  }

  /** Returns a copy with other limits. */
  public HubConfig withLimits(long maxBlobBytes, int maxDevices) {
    return new HubConfig(directory, host, port, pushToken, maxBlobBytes, maxDevices, idleTimeout);
  }

  /** Says everything but the token. */
  @Override
  public String toString() {
    return "HubConfig[directory="
        + directory
        + ", host="
        + host
        + ", port="
        + port
        + ", pushToken="
        + (pushToken == null ? "none" : "set")
        + ", maxBlobBytes="
        + maxBlobBytes
        + ", maxDevices="
        + maxDevices
        + ", idleTimeout="
        + idleTimeout
        + "]";
  }
}
