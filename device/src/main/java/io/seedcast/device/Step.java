package io.seedcast.device;

/** Where an update stands; announced when the step begins. */
public enum Step {
  /** Asking the hub which version is the latest. */
  CHECK,
  /** Fetching what says who made the package and what is in it. */
  FETCH_HEADER,
  /** Fetching the parts that are not there. */
  FETCH_PARTS,
  /** Reading the package and verifying all of it. */
  VERIFY,
  /** Computing the tensors and comparing their digest. */
  REGROW,
  /** Reproducing the answers that the model gave in the cloud. */
  PROBE,
  /** Writing the regrown tensors to disk, in stored mode. */
  STORE,
  /** Naming the new version as the one in use, on trial. */
  SWITCH,
  /** Starting the version in use from what is on disk. */
  START,
  /** Ending its trial: it has answered. */
  CONFIRM,
  /** Deleting what is no longer needed. */
  CLEAN,
  /** Telling the hub. */
  REPORT
}
