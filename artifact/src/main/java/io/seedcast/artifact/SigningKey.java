package io.seedcast.artifact;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;

/** An Ed25519 key pair that signs packages. Its text never shows the private half. */
public final class SigningKey {
  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  /** Takes two keys that belong together. */
  SigningKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** The half that others verify with. */
  public PublicKey publicKey() {
    return publicKey;
  }

  /** The public half's {@link Keys#id}. */
  public String id() {
    return Keys.id(publicKey);
  }

  PrivateKey privateKey() {
    return privateKey;
  }

  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance(Keys.ALGORITHM);
      signature.initSign(privateKey);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 signs with Ed25519", e);
    }
  }

  /** Says whether the two halves belong together. */
  boolean matches() {
    byte[] message = publicKey.getEncoded();
    return Keys.verifies(publicKey, message, sign(message));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey that
        && Arrays.equals(publicKey.getEncoded(), that.publicKey.getEncoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(publicKey.getEncoded());
  }

  @Override
  public String toString() {
    return "SigningKey[" + id() + "]";
  }
}
