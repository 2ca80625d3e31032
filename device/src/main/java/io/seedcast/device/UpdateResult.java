package io.seedcast.device;

/** What came of asking the hub. */
public sealed interface UpdateResult {

  /** The version in use. */
  long version();

  /** The latest version was already in use. */
  record UpToDate(long version) implements UpdateResult {}

  /**
   * A version was put in use and has answered.
   *
   * @param partsFetched number of parts that were not there
   * @param bytesFetched over the network by this update, manifest and repeated beginnings included;
   *     what earlier updates fetched that were broken off is not counted
   */
  record Updated(long version, int partsFetched, long bytesFetched) implements UpdateResult {}
}
