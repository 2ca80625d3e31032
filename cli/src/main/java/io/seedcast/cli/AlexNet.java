package io.seedcast.cli;

import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.metrics.CorruptionScores;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * AlexNet on ImageNet-C, what the published mCE divides by: top-1 errors of the benchmark's fifteen
 * corruptions, each the mean over the five severities. No clean error was published with them, so
 * relative errors are not defined.
 *
 * <p>Source: the code of D. Hendrycks and T. Dietterich, "Benchmarking Neural Network Robustness to
 * Common Corruptions and Perturbations", ICLR 2019.
 */
record AlexNet() implements CorruptionBaseline {
  /** Its name on the command line. */
  static final String ID = "alexnet";

  private static final Map<Corruption, Double> ERRORS = errors();

  private static Map<Corruption, Double> errors() {
    Map<Corruption, Double> percent = new EnumMap<>(Corruption.class);
    percent.put(Corruption.GAUSSIAN_NOISE, 88.6428);
    percent.put(Corruption.SHOT_NOISE, 89.4468);
    percent.put(Corruption.IMPULSE_NOISE, 92.2640);
    percent.put(Corruption.DEFOCUS_BLUR, 81.9880);
    percent.put(Corruption.GLASS_BLUR, 82.6268);
    percent.put(Corruption.MOTION_BLUR, 78.5948);
    percent.put(Corruption.ZOOM_BLUR, 79.8360);
    percent.put(Corruption.SNOW, 86.6816);
    percent.put(Corruption.FROST, 82.6572);
    percent.put(Corruption.FOG, 81.9324);
    percent.put(Corruption.BRIGHTNESS, 56.4592);
    percent.put(Corruption.CONTRAST, 85.3204);
    percent.put(Corruption.ELASTIC_TRANSFORM, 64.6056);
    percent.put(Corruption.PIXELATE, 71.7840);
    percent.put(Corruption.JPEG_COMPRESSION, 60.6500);
    return percent;
  }

  @Override
  public AlexNet fitting(Asked asked) {
    if (asked.scale() != CorruptionScale.IMAGENET) {
      throw CorruptionBaseline.other(
          ID,
          "its errors are of images corrupted at scale imagenet: got "
              + (asked.scale() == null ? "neither scale" : "scale " + asked.scale().id()));
    }
    if (asked.severities().size() < Corruption.SEVERITIES) {
      throw CorruptionBaseline.other(
          ID, "its errors are means over the severities 1 to 5: got " + asked.severities());
    }
    if (asked.corruptions().stream().noneMatch(ERRORS::containsKey)) {
      throw CorruptionBaseline.other(
          ID,
          "its errors are of the benchmark's 15 corruptions: got "
              + asked.corruptions().stream().map(Corruption::id).toList());
    }
    return this;
  }

  /** Nobody knows which images they were. */
  @Override
  public void requireSameImages(JudgedCell cell) {}

  @Override
  public @Nullable Path file() {
    return null;
  }

  @Override
  public List<String> models() {
    return List.of(ID);
  }

  @Override
  public String description() {
    return "Errors divided by AlexNet's on ImageNet-C, as Hendrycks and Dietterich published them: 100 % is as bad. Its"
        + " errors are of all 50,000 validation images, stored as JPEG of quality 85; on other images the figures are no"
        + " mCE that others quote. Its error on clean images is not among them, so there are no relative errors.";
  }

  @Override
  public boolean covers(List<Corruption> corruptions) {
    return ERRORS.keySet().containsAll(corruptions);
  }

  @Override
  public boolean knowsLosses() {
    return false;
  }

  @Override
  public List<Corruption> losing(List<Corruption> corruptions) {
    return List.of();
  }

  @Override
  public OptionalDouble error(CorruptionScores run, Corruption corruption) {
    Double percent = ERRORS.get(corruption);
    return percent == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(100 * (1 - run.accuracy(corruption)) / percent);
  }

  @Override
  public OptionalDouble relativeError(CorruptionScores run, Corruption corruption) {
    return OptionalDouble.empty();
  }

  @Override
  public OptionalDouble meanError(CorruptionScores run, List<Corruption> over) {
    return covers(over)
        ? over.stream().mapToDouble(one -> error(run, one).orElseThrow()).average()
        : OptionalDouble.empty();
  }

  @Override
  public OptionalDouble relativeMeanError(CorruptionScores run, List<Corruption> over) {
    return OptionalDouble.empty();
  }
}
