package io.seedcast.device;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a hub, a publisher and a device of its own. */
abstract class FleetFixture {
  @TempDir Path directory;
  Fleet fleet;

  @BeforeEach
  void openFleet() throws IOException {
    fleet = new Fleet(directory);
  }

  @AfterEach
  void closeFleet() throws IOException {
    fleet.close();
  }
}
