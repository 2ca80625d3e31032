package io.seedcast.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The table of epochs in a run folder. It tells what results of earlier versions do not, without
 * the checkpoint, which is large and may have been removed.
 */
final class EpochTable {
  private static final String FILE = "metrics.csv";
  private static final String WAITING = "waiting";
  private static final String SEPARATOR = ",";

  private EpochTable() {}

  /**
   * The largest fraction of an epoch's time that went by waiting for data; empty if there is no
   * such table, or it cannot be made sense of.
   *
   * @param run the run folder
   */
  static OptionalDouble waiting(Path run) {
    try {
      List<String> lines = Files.readAllLines(run.resolve(FILE));
      int column =
          lines.isEmpty() ? -1 : List.of(lines.get(0).split(SEPARATOR, -1)).indexOf(WAITING);
      return column < 0
          ? OptionalDouble.empty()
          : lines.stream()
              .skip(1)
              .map(line -> List.of(line.split(SEPARATOR, -1)))
              .mapToDouble(cells -> Double.parseDouble(cells.get(column)))
              .max();
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return OptionalDouble.empty();
    }
  }
}
