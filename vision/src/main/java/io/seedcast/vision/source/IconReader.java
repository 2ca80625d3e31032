package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.source.LabelledPictures.LabelledFile;
import io.seedcast.vision.style.StyledImages;
import io.seedcast.vision.style.StyledPicture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code VENDOR/CLASS/SYMBOL.png}. Vendors, classes and files come in the order of their
 * names, by UTF-16 code unit; names that begin with a dot and files beside the folders are passed
 * over.
 */
final class IconReader {
  private static final String LAYOUT = "expected VENDOR/CLASS/*.png";

  private final Path folder;
  private final LabelledPictures pictures;

  private IconReader(Path folder, @Nullable ImageSize resizeTo) {
    this.folder = folder;
    this.pictures = new LabelledPictures("icons", folder, resizeTo);
  }

  /**
   * Reads all pictures.
   *
   * @param resizeTo what every picture is made to fit, or null if all are of one size and in colour
   */
  static StyledImages read(Path folder, @Nullable ImageSize resizeTo) {
    SourceFiles.requireFolder(folder);
    return new IconReader(folder, resizeTo).read();
  }

  /** A picture that is to be read. */
  private record Icon(Path file, int vendor, int label) {
    String symbol() {
      String name = String.valueOf(file.getFileName());
      return name.substring(0, name.lastIndexOf('.'));
    }
  }

  private StyledImages read() {
    List<String> vendors = SourceFiles.names(folder, Files::isDirectory);
    if (vendors.size() < 2) {
      throw new DataException(
          Reason.MISSING,
          "%s: %s of at least 2 vendors, one to be held out: got %s"
              .formatted(folder, LAYOUT, vendors));
    }
    List<String> classNames = classNames(vendors.get(0));
    for (String vendor : vendors.subList(1, vendors.size())) {
      requireSame(vendor, classNames(vendor), vendors.get(0), classNames);
    }
    List<Icon> icons = new ArrayList<>();
    for (String vendor : vendors) {
      for (String name : classNames) {
        for (Path file : files(folder.resolve(vendor).resolve(name))) {
          icons.add(new Icon(file, vendors.indexOf(vendor), classNames.indexOf(name)));
        }
      }
    }
    List<LabelledFile> files =
        icons.stream().map(icon -> new LabelledFile(icon.file(), icon.label())).toList();
    return new StyledImages(
        "icons",
        classNames,
        vendors,
        icons.stream().map(icon -> new StyledPicture(icon.vendor(), icon.symbol())).toList(),
        pictures.read(files, pictures.size(files)));
  }

  private List<String> classNames(String vendor) {
    Path vendorFolder = folder.resolve(vendor);
    List<String> names = SourceFiles.names(vendorFolder, Files::isDirectory);
    if (names.size() < 2) {
      throw new DataException(
          Reason.MISSING,
          "%s: %s, so one folder per class and at least 2 classes: got %s"
              .formatted(vendorFolder, LAYOUT, names));
    }
    return names;
  }

  private void requireSame(
      String vendor, List<String> found, String firstVendor, List<String> expected) {
    List<String> missing = new ArrayList<>(expected);
    missing.removeAll(found);
    List<String> more = new ArrayList<>(found);
    more.removeAll(expected);
    if (!missing.isEmpty() || !more.isEmpty()) {
      throw new DataException(
          Reason.MISLABELLED,
          "%s: every vendor must have the same classes as %s: missing %s, not in %s %s"
              .formatted(folder.resolve(vendor), firstVendor, missing, firstVendor, more));
    }
  }

  private static List<Path> files(Path classFolder) {
    List<Path> files =
        SourceFiles.names(classFolder, SourceFiles::isImage).stream()
            .map(classFolder::resolve)
            .toList();
    if (files.isEmpty()) {
      throw new DataException(
          Reason.MISSING,
          classFolder + ": no image in this class; files ending in .png, .jpg and .jpeg are read");
    }
    return files;
  }
}
