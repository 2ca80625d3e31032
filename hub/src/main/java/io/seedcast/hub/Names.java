package io.seedcast.hub;

import java.util.regex.Pattern;

/** The only spellings that ever become part of a path on disk. */
final class Names {
  /** The tag that moves with every publication. */
  static final String LATEST = "latest";

  private static final int MAX_LENGTH = 128;
  private static final Pattern MODEL = Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern DEVICE = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  private Names() {}

  static String requireModel(String name) {
    if (!isModel(name)) {
      throw Refusal.NAME_INVALID.because(
          "a model's name is at most "
              + MAX_LENGTH
              + " lower-case letters and digits, parted by single . _ or -: got "
              + quote(name));
    }
    return name;
  }

  static boolean isModel(String name) {
    return name.length() <= MAX_LENGTH && MODEL.matcher(name).matches();
  }

  static String requireTag(String tag) {
    if (tag.length() > MAX_LENGTH || !TAG.matcher(tag).matches()) {
      throw Refusal.TAG_INVALID.because(
          "a version is at most " + MAX_LENGTH + " letters, digits and . _ -: got " + quote(tag));
    }
    return tag;
  }

  static String requireDigest(String digest) {
    if (!isDigest(digest)) {
      throw Refusal.DIGEST_INVALID.because(
          "a digest is sha256: and 64 lower-case hexadecimal digits: got " + quote(digest));
    }
    return digest;
  }

  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  static String requireDevice(String id) {
    if (id.length() > MAX_LENGTH || !DEVICE.matcher(id).matches()) {
      throw Refusal.NAME_INVALID.because(
          "a device's id is at most "
              + MAX_LENGTH
              + " lower-case letters, digits and . _ -, starting with a letter or digit: got "
              + quote(id));
    }
    return id;
  }

  /** The hexadecimal part of a digest. */
  static String hex(String digest) {
    return requireDigest(digest).substring("sha256:".length());
  }

  /** Quotes what a stranger sent, cut to what fits in a message. */
  static String quote(String text) {
    String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
