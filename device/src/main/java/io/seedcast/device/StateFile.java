package io.seedcast.device;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's state, in memory and in {@code state.json}. The file may be behind, when what has come
 * about could not be written: it is written later, and until then what the file names is kept.
 */
final class StateFile {
  private final Path file;
  private DeviceState state;
  private boolean behind;

  private StateFile(Path file, DeviceState state) {
    this.file = file;
    this.state = state;
  }

  static StateFile open(Path file, String model) {
    return new StateFile(file, DeviceState.read(file, model));
  }

  DeviceState now() {
    return state;
  }

  /** Whether the file does not say yet what is so. */
  boolean isBehind() {
    return behind;
  }

  /**
   * Begins something new, which counts once it is on the disk.
   *
   * @throws DeviceException if it cannot be written; the state is what it was
   */
  void commit(DeviceState next) {
    next.write(file);
    state = next;
    behind = false;
  }

  /** Notes what has come about, and is so even if it cannot be written. */
  void note(DeviceState next) {
    state = next;
    try {
      commit(next);
    } catch (DeviceException e) {
      behind = true;
      log().warn("the state is noted later: {}", e.getMessage());
    }
  }

  /** Set up when there is something to say: see {@link DeviceAgent}. */
  private static Logger log() {
    return LoggerFactory.getLogger(StateFile.class);
  }
}
