package io.seedcast.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes that a request asks for.
 *
 * @param first position of the first byte
 * @param last position of the last byte, inclusive
 */
record ByteRange(long first, long last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  long length() {
    return last - first + 1;
  }

  /**
   * Reads a Range header (RFC 9110, section 14).
   *
   * @return empty if the header is to be ignored: not one range of bytes, or malformed
   * @throws RefusedException if no byte of it is there
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher matcher = SINGLE.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String from = matcher.group(1);
    String to = matcher.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? Optional.empty() : suffix(Long.parseLong(to), size);
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    if (!to.isEmpty() && Long.parseLong(to) < first) {
      return Optional.empty();
    }
    if (first >= size) {
      throw Refusal.RANGE_UNSATISFIABLE.because(
          "the part has " + size + " bytes: got the range \"" + header + "\"");
    }
    return Optional.of(new ByteRange(first, last));
  }

  private static Optional<ByteRange> suffix(long length, long size) {
    if (length == 0 || size == 0) {
      throw Refusal.RANGE_UNSATISFIABLE.because(
          "the part has " + size + " bytes: got a range of its last " + length);
    }
    return Optional.of(new ByteRange(Math.max(0, size - length), size - 1));
  }
}
