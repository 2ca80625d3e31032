package io.seedcast.device;

import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a device runs, and whom it trusts.
 *
 * @param hub address of the hub, as in {@code http://127.0.0.1:8080}; no path
 * @param model the model's name at the hub
 * @param id of the device, at most 128 lower-case letters, digits and {@code . _ -}
 * @param state directory for all that the device keeps; created if it does not exist
 * @param trustedKeys Ed25519 keys, at least one; packages signed by no other are taken
 * @param threads to regrow and to predict with, at least 1
 */
public record DeviceConfig(
    URI hub,
    String model,
    String id,
    Path state,
    List<PublicKey> trustedKeys,
    Mode mode,
    int threads,
    RetryPolicy retryPolicy) {
  private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
  private static final Pattern ID = MODEL;

  public DeviceConfig {
    trustedKeys = List.copyOf(trustedKeys);
    requireAddress(hub);
    if (!MODEL.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "a model's name is at most 128 lower-case letters, digits and . _ -: got \""
              + model
              + "\"");
    }
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "a device's id is at most 128 lower-case letters, digits and . _ -: got \"" + id + "\"");
    }
    if (trustedKeys.isEmpty()) {
      throw new IllegalArgumentException("a device needs at least one trusted public key");
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: got " + threads);
    }
  }

  private static void requireAddress(URI hub) {
    String scheme = String.valueOf(hub.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https"))
        || hub.getHost() == null
        || hub.getRawUserInfo() != null
        || !(hub.getRawPath().isEmpty() || hub.getRawPath().equals("/"))
        || hub.getRawQuery() != null
        || hub.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "the hub's address must be http://HOST:PORT or https://HOST:PORT, and no more: got \""
              + withoutSecrets(hub)
              + "\"");
    }
  }

  /** A user's password has no place in a message. */
  private static String withoutSecrets(URI hub) {
    return hub.toString().replaceFirst("//[^/]*@", "//...@");
  }
}
