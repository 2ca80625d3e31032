package io.seedcast.hub;

/** What publishers present: text that every HTTP header carries as it is. */
final class PushToken {
  private static final int MIN_LENGTH = 8;

  private PushToken() {}

  /**
   * Checks a token that a publisher presents.
   *
   * @throws IllegalArgumentException if a header would not carry it; its text is not told
   */
  static String require(String token) {
    if (token.isEmpty()) {
      throw new IllegalArgumentException("the push token is empty");
    }
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean atEnd = i == 0 || i == token.length() - 1;
      if (c < ' ' || c > '~' || (c == ' ' && atEnd)) {
        throw new IllegalArgumentException(
            "the push token must be visible ASCII characters, with blanks only between them:"
                + " character "
                + (i + 1)
                + " of "
                + token.length()
                + " is "
                + (c < ' ' ? "a control character, as at the end of a line" : "not accepted"));
      }
    }
    return token;
  }

  /**
   * Checks a token that a hub asks for.
   *
   * @throws IllegalArgumentException also if it is too short
   */
  static String requireLongEnough(String token) {
    if (token.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "the push token must have at least " + MIN_LENGTH + " characters: got " + token.length());
    }
    return require(token);
  }
}
