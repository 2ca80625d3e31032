package io.seedcast.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a blob: the SHA-256 of its bytes. As text, {@code sha256:} and 64 hexadecimal digits.
 *
 * @param hex 64 lower-case hexadecimal digits, safe as a file's name
 */
public record Digest(String hex) {
  private static final String PREFIX = "sha256:";
  private static final int HEX_DIGITS = 64;

  public Digest {
    if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(Digest::isLowerCaseHex)) {
      throw new IllegalArgumentException(
          "a SHA-256 digest has 64 lower-case hexadecimal digits: got \"" + hex + "\"");
    }
  }

  /** Computes the digest of these bytes. */
  public static Digest of(byte[] bytes) {
    return new Digest(HexFormat.of().formatHex(newSha256().digest(bytes)));
  }

  /**
   * Reads the form of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Digest parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "a digest is \"sha256:\" and 64 hexadecimal digits: got \"" + text + "\"");
    }
    return new Digest(text.substring(PREFIX.length()));
  }

  /** The digest with its algorithm, as in {@code sha256:2c26...}. */
  @Override
  public String toString() {
    return PREFIX + hex;
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static boolean isLowerCaseHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
