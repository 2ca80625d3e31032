package io.seedcast.cli;

import io.seedcast.core.failure.SeedcastException;

/** The exit codes of every command. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int REFUSED = 3;
  static final int UNAVAILABLE = 4;

  private ExitCode() {}

  static int of(SeedcastException.Kind kind) {
    return switch (kind) {
      case FAILED -> FAILED;
      case REFUSED -> REFUSED;
      case UNAVAILABLE -> UNAVAILABLE;
    };
  }
}
