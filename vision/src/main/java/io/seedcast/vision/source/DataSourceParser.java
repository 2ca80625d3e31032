package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.shapes.Shapes10;
import io.seedcast.vision.style.StyledImages;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the notation of {@link DataSource}. */
final class DataSourceParser {
  private static final List<String> KINDS =
      List.of("cifar10", "cifar100", "folder", "icons", "idx", "shapes10");
  private static final String HELD_OUT_OPTION = "held-out=";
  private static final String FOLD_OPTION = ",fold=";
  private static final String SIZE_OPTION = "?size=";

  private final String text;
  private final String kind;
  private final String rest;

  private DataSourceParser(String text) {
    int colon = text.indexOf(':');
    this.text = text;
    this.kind = colon < 0 ? text : text.substring(0, colon);
    this.rest = colon < 0 ? "" : text.substring(colon + 1);
  }

  static DataSource parse(String text) {
    return new DataSourceParser(text).parse();
  }

  private DataSource parse() {
    return switch (kind) {
      case "cifar10" -> new DataSource.Cifar10(folder(rest));
      case "cifar100" -> new DataSource.Cifar100(folder(rest));
      case "folder" -> imageFolder();
      case "icons" -> icons();
      case "idx" -> new DataSource.Idx(folder(rest));
      case "shapes10" -> new DataSource.Shapes(shapes());
      default -> throw unknownKind();
    };
  }

  private DataException unknownKind() {
    String accepted =
        "accepted are cifar10:DIR, cifar100:DIR, folder:DIR, icons:DIR, idx:DIR and shapes10";
    String question =
        Suggestion.closest(kind.toLowerCase(Locale.ROOT), KINDS)
            .map(known -> "did you mean \"" + known + "\"? ")
            .orElse("");
    return wrong("unknown kind \"" + kind + "\"; " + question + accepted);
  }

  private Path folder(String name) {
    if (name.isBlank()) {
      throw wrong("the folder is missing; write " + kind + ":DIR");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw wrong("not a path: " + e.getMessage());
    }
  }

  private DataSource imageFolder() {
    int option = rest.indexOf(SIZE_OPTION);
    if (option < 0) {
      return new DataSource.Folder(folder(rest), null);
    }
    return new DataSource.Folder(
        folder(rest.substring(0, option)), size(rest.substring(option + SIZE_OPTION.length())));
  }

  private ImageSize size(String value) {
    try {
      return ImageSize.parse(value);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  /** The size stands before the vendor, whose name may have any characters. */
  private DataSource icons() {
    int sized = rest.indexOf(SIZE_OPTION);
    int option = rest.indexOf((sized < 0 ? "?" : ",") + HELD_OUT_OPTION, Math.max(sized, 0));
    int end = option < 0 ? rest.length() : option;
    Path folder = folder(rest.substring(0, sized < 0 ? end : sized));
    @Nullable ImageSize resizeTo =
        sized < 0 ? null : size(rest.substring(sized + SIZE_OPTION.length(), end));
    if (option < 0) {
      return new DataSource.Icons(folder, resizeTo, null, null);
    }
    String vendor = rest.substring(option + 1 + HELD_OUT_OPTION.length());
    @Nullable Integer fold = null;
    int comma = vendor.indexOf(FOLD_OPTION);
    if (comma >= 0) {
      String value = vendor.substring(comma + FOLD_OPTION.length());
      fold = (int) number("fold", value, 0, StyledImages.FOLDS - 1);
      vendor = vendor.substring(0, comma);
    }
    if (vendor.isBlank()) {
      throw wrong("the vendor is missing; write icons:DIR?held-out=VENDOR");
    }
    return new DataSource.Icons(folder, resizeTo, vendor, fold);
  }

  private Shapes10 shapes() {
    long seed = Shapes10.DEFAULT.seed();
    long train = Shapes10.DEFAULT.trainCount();
    long test = Shapes10.DEFAULT.testCount();
    List<String> options = text.equals(kind) ? List.of() : List.of(rest.split(",", -1));
    for (String option : options) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      String value = equals < 0 ? "" : option.substring(equals + 1);
      switch (name) {
        case "seed" -> seed = number(name, value, Long.MIN_VALUE, Long.MAX_VALUE);
        case "train" -> train = number(name, value, 0, Shapes10.MAX_COUNT);
        case "test" -> test = number(name, value, 1, Shapes10.MAX_COUNT);
        default ->
            throw wrong(
                "unknown option \"" + name + "\"; shapes10 accepts seed=, train= and test=");
      }
    }
    return new Shapes10(seed, (int) train, (int) test);
  }

  private long number(String name, String value, long smallest, long largest) {
    try {
      long number = Long.parseLong(value);
      if (number >= smallest && number <= largest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below, like a number out of range.
    }
    throw wrong(
        "%s must be a whole number from %d to %d: got \"%s\""
            .formatted(name, smallest, largest, value));
  }

  private DataException wrong(@Nullable String message) {
    return new DataException(Reason.SOURCE, "data source \"" + text + "\": " + message);
  }
}
