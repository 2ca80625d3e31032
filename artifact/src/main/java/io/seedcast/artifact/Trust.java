package io.seedcast.artifact;

import java.security.PublicKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose packages a reader accepts. */
public final class Trust {
  private final boolean requiresSignature;
  private final Map<String, PublicKey> keys;

  private Trust(boolean requiresSignature, Map<String, PublicKey> keys) {
    this.requiresSignature = requiresSignature;
    this.keys = keys;
  }

  /**
   * Accepts packages signed with one of these keys and no others.
   *
   * @throws IllegalArgumentException if there is no key, or one that is not Ed25519
   */
  public static Trust of(Collection<PublicKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("trust needs at least one public key");
    }
    Map<String, PublicKey> byId = new LinkedHashMap<>();
    keys.forEach(key -> byId.put(Keys.id(key), key));
    return new Trust(true, Collections.unmodifiableMap(byId));
  }

  /** Accepts packages signed with this key and no others. */
  public static Trust of(PublicKey key) {
    return of(List.of(key));
  }

  /**
   * Accepts every package that is intact, signed or not, and checks no signature: for looking at
   * packages, never for using what came over a network.
   */
  public static Trust anyone() {
    return new Trust(false, Map.of());
  }

  boolean requiresSignature() {
    return requiresSignature;
  }

  Optional<PublicKey> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  @Override
  public String toString() {
    return requiresSignature ? "Trust" + keys.keySet() : "Trust[anyone]";
  }
}
