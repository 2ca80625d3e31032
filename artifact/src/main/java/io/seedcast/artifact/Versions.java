package io.seedcast.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;

/** Tells formats from the future and from the past apart from damage. */
final class Versions {
  private Versions() {}

  /**
   * Refuses a version outside {@code oldest} to {@code newest}.
   *
   * @param version a whole number of any size
   * @param family the first half of the failure's code
   */
  static void require(JsonNode version, int oldest, int newest, String family, String source) {
    BigInteger found = version.bigIntegerValue();
    String reads = oldest == newest ? "" + newest : oldest + " to " + newest;
    if (found.compareTo(BigInteger.valueOf(newest)) > 0) {
      throw PackageException.refused(
          family + ".too-new",
          source + ": format version " + found + " is too new (this build reads " + reads + ")");
    }
    if (found.compareTo(BigInteger.valueOf(oldest)) < 0) {
      throw PackageException.refused(
          family + ".too-old",
          source + ": format version " + found + " is too old (this build reads " + reads + ")");
    }
  }
}
