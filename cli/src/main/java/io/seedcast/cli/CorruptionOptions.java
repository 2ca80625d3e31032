package io.seedcast.cli;

import io.seedcast.core.failure.Choices;
import io.seedcast.vision.DataException;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.FrostTextures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose corruptions and how they are made. */
final class CorruptionOptions {
  private static final Pattern SEVERITIES = Pattern.compile("([1-5])(?:\\.\\.([1-5]))?");

  @Option(
      names = "--only",
      paramLabel = "NAMES",
      split = ",",
      description = "Corruptions, as in fog,frost. Default: all nineteen.")
  List<String> only = Corruption.ids();

  @Option(
      names = "--severity",
      defaultValue = "1..5",
      paramLabel = "N|A..B",
      description = "One severity or a range of them. Default: ${DEFAULT-VALUE}.")
  String severity = "";

  @Option(
      names = "--scale",
      paramLabel = "NAME",
      description =
          "Whose parameters: cifar or imagenet. Default: by the shorter side, cifar up to 48 pixels, imagenet from 160.")
  @Nullable String scale;

  @Option(
      names = "--frost-images",
      paramLabel = "DIR",
      description = "Photographs of frost. Default: textures drawn from the seed.")
  @Nullable Path frostImages;

  @Option(
      names = "--jpeg",
      paramLabel = "QUALITY",
      description =
          "Compress every result, 1 to 100; ImageNet-C was published with 85. Default: not.")
  @Nullable Integer jpeg;

  /**
   * The chosen corruptions, each once.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  List<Corruption> corruptions() {
    Set<Corruption> chosen = new LinkedHashSet<>();
    for (String name : only) {
      chosen.add(Choices.find("corruption", name, List.of(Corruption.values()), Corruption::id));
    }
    return List.copyOf(chosen);
  }

  /**
   * The chosen severities, ascending.
   *
   * @throws IllegalArgumentException if they are no severity and no range
   */
  List<Integer> severities() {
    Matcher range = SEVERITIES.matcher(severity);
    if (!range.matches()
        || (range.group(2) != null && range.group(2).compareTo(range.group(1)) < 0)) {
      throw new IllegalArgumentException(
          "--severity takes 1 to 5, or a range such as 1..5: got \"" + severity + "\"");
    }
    int last = Integer.parseInt(range.group(2) == null ? range.group(1) : range.group(2));
    List<Integer> severities = new ArrayList<>();
    for (int i = Integer.parseInt(range.group(1)); i <= last; i++) {
      severities.add(i);
    }
    return severities;
  }

  /**
   * The chosen scale; null if it goes by the size of the images.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  @Nullable CorruptionScale scale() {
    return scale == null
        ? null
        : Choices.find("scale", scale, List.of(CorruptionScale.values()), CorruptionScale::id);
  }

  /**
   * The quality of a compression of every result; null for none.
   *
   * @throws IllegalArgumentException if it is no quality
   */
  @Nullable Integer jpegQuality() {
    if (jpeg != null && (jpeg < 1 || jpeg > 100)) {
      throw new IllegalArgumentException("--jpeg takes a quality from 1 to 100: got " + jpeg);
    }
    return jpeg;
  }

  /**
   * The chosen textures of frost, photographs read.
   *
   * @param seed of the textures that are drawn
   * @throws DataException if photographs cannot be used
   */
  FrostTextures frost(long seed) {
    return frostImages == null
        ? FrostTextures.procedural(seed)
        : FrostTextures.photographs(frostImages);
  }
}
