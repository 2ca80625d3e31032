package io.seedcast.experiment.judge;

import io.seedcast.core.failure.SeedcastException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an evaluation has finished, in the folder {@code finished} of its report: a file for each
 * network, by its digest, and set of images. {@code settings.json} says what else decides the
 * results, so that only an evaluation of the same data goes on with them.
 */
public final class FinishedCells {
  private final FinishedFolder folder;
  private final int images;

  private FinishedCells(FinishedFolder folder, int images) {
    this.folder = folder;
    this.images = images;
  }

  /**
   * Makes the folder, or goes on with one.
   *
   * @param settings what decides the results besides the network
   * @param images how many images each set has
   * @throws SeedcastException {@code report.exists} if there are results and {@code resume} is
   *     false, {@code report.other-settings} if they are of other settings
   */
  public static FinishedCells open(
      Path out, Map<String, String> settings, int images, boolean resume) {
    return new FinishedCells(FinishedFolder.open(out, settings, resume), images);
  }

  /** Those of these sets of images that a network has finished, by name; the caller's own map. */
  public Map<String, JudgedCell> find(String digest, List<String> names) {
    Map<String, JudgedCell> found = new LinkedHashMap<>();
    for (String name : names) {
      folder
          .find(digest, name, JudgedCell.class)
          .filter(cell -> name.equals(cell.name()) && cell.predictions().size() == images)
          .ifPresent(cell -> found.put(name, cell));
    }
    return found;
  }

  /** Keeps what is finished. */
  public void keep(String digest, JudgedCell cell) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", cell.name());
    document.put("imagesDigest", cell.imagesDigest());
    document.put("calibrationError", cell.calibrationError());
    document.put("predictions", cell.predictions());
    folder.keep(digest, cell.name(), document);
  }
}
