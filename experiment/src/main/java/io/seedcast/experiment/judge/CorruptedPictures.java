package io.seedcast.experiment.judge;

import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.picture.Picture;
import java.util.List;

/** Shows images of a sample, as they are and corrupted, on a page. */
public final class CorruptedPictures {
  private final Images clean;
  private final CorruptedInput corrupted;
  private final List<String> classNames;

  /**
   * Takes what is shown.
   *
   * @param clean the sample as it is
   * @param corrupted where the same sample comes from, corrupted
   * @param classNames the meaning of its labels
   */
  public CorruptedPictures(Images clean, CorruptedInput corrupted, List<String> classNames) {
    this.clean = clean;
    this.corrupted = corrupted;
    this.classNames = List.copyOf(classNames);
  }

  /** An image as it is. */
  public String clean(int image, String caption) {
    return figure(clean.image(image), caption, caption, false);
  }

  /** An image, corrupted. */
  public String corrupted(int image, Corruption corruption, int severity, String caption) {
    return corrupted(image, corruption, severity, caption, false);
  }

  private String corrupted(
      int image, Corruption corruption, int severity, String caption, boolean wrong) {
    return figure(
        corrupted.image(corruption, severity, image),
        CorruptedTest.name(corruption, severity),
        caption,
        wrong);
  }

  /** Images as they are, and each as the mildest corruption that deceives leaves it. */
  public String worst(List<WorstCase> cases) {
    StringBuilder html = new StringBuilder("<div class=\"pictures\">\n");
    for (WorstCase one : cases) {
      html.append(clean(one.image(), classNames.get(clean.label(one.image()))))
          .append(
              corrupted(
                  one.image(),
                  one.corruption(),
                  one.severity(),
                  "%s in %s; wrong in %d of %d"
                      .formatted(
                          classNames.get(one.prediction()),
                          CorruptedTest.name(one.corruption(), one.severity()),
                          one.wrong(),
                          one.of()),
                  true));
    }
    return html.append("</div>\n").toString();
  }

  private String figure(byte[] imageChw, String description, String caption, boolean wrong) {
    return HtmlPage.figure(Picture.of(clean.size(), imageChw).toPng(), description, caption, wrong);
  }
}
