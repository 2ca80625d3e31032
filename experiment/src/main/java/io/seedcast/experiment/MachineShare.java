package io.seedcast.experiment;

import java.util.Map;
import java.util.TreeMap;

/**
 * What share of the machine a training had, as its provenance tells it; seconds of trainings can be
 * compared if it is the same.
 *
 * @param sideBySide how many trainings there were at a time
 * @param threads of each of them
 */
record MachineShare(String sideBySide, String threads) {
  private static final String SIDE_BY_SIDE = "sideBySide";
  private static final String THREADS = "threadsEach";
  private static final String UNKNOWN = "unknown";
  private static final String ONE = "1";

  /** The share that a command gives to each training. */
  static MachineShare of(Setup setup) {
    return new MachineShare(String.valueOf(setup.parallel()), String.valueOf(setup.threadsEach()));
  }

  /** The share that provenance tells of. */
  static MachineShare in(Map<String, String> provenance) {
    return new MachineShare(
        provenance.getOrDefault(SIDE_BY_SIDE, UNKNOWN), provenance.getOrDefault(THREADS, UNKNOWN));
  }

  /** The share of a training that began with this one and ended with another, or the same. */
  MachineShare then(MachineShare last) {
    return new MachineShare(then(sideBySide, last.sideBySide), then(threads, last.threads));
  }

  private static String then(String first, String last) {
    return first.equals(last) ? first : "first " + first + ", then " + last;
  }

  /** Returns provenance that tells of this share. */
  Map<String, String> addedTo(Map<String, String> provenance) {
    Map<String, String> all = new TreeMap<>(provenance);
    all.put(SIDE_BY_SIDE, sideBySide);
    all.put(THREADS, threads);
    return all;
  }

  /** As a report says it. */
  String describe() {
    if (sideBySide.equals(UNKNOWN) && threads.equals(UNKNOWN)) {
      return UNKNOWN;
    }
    return (sideBySide.equals(ONE) ? "1 at a time, " : sideBySide + " side by side, ")
        + threads
        + (threads.equals(ONE) ? " thread each" : " threads each");
  }
}
