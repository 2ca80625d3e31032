package io.seedcast.vision.style;

import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Labelled pictures by several vendors, each in a style of its own, as of emoji.
 *
 * <p>Held out, a vendor's pictures are the test images, and the training images are all others
 * (Hendrycks and Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions and
 * Perturbations", ICLR 2019, section on Icons-50). A network has then seen most symbols, drawn by
 * others. With the symbols held out too, it has not: the symbols are dealt into {@value #FOLDS}
 * folds; of the vendor one fold is tested, and the symbols of that fold are left out of the
 * training images.
 *
 * <p>The folds are the same for every seed and vendor. Symbols, ordered by class and name, are
 * shuffled within their class by {@code Philox.of(1, Purpose.SAMPLE.stream(2))} and dealt out in
 * turn, so that folds are of one size but for one symbol, and every class is spread over them.
 *
 * @param name what reports call the set
 * @param classNames one name per class, at least 2
 * @param vendors at least 2, each with a picture of every class
 * @param pictures who drew what, one for each image
 * @param images in the order of {@code pictures}
 */
public record StyledImages(
    String name,
    List<String> classNames,
    List<String> vendors,
    List<StyledPicture> pictures,
    Images images) {
  /** How many folds the symbols are dealt into. */
  public static final int FOLDS = 5;

  private static final long FOLD_SEED = 1;

  /** Streams of sampling: 0 and 1 are those of other samples. */
  private static final int FOLD_STREAM = 2;

  public StyledImages {
    classNames = List.copyOf(classNames);
    vendors = List.copyOf(vendors);
    pictures = List.copyOf(pictures);
    if (classNames.size() < 2 || vendors.size() < 2) {
      throw new IllegalArgumentException(
          "there must be at least 2 classes and 2 vendors: got " + classNames + " and " + vendors);
    }
    if (pictures.size() != images.count()) {
      throw new IllegalArgumentException(
          "there must be as many images as pictures, "
              + pictures.size()
              + ": got "
              + images.count());
    }
    int[][] counts = new int[vendors.size()][classNames.size()];
    for (int i = 0; i < images.count(); i++) {
      counts[pictures.get(i).vendor()][images.label(i)]++;
    }
    for (int vendor = 0; vendor < counts.length; vendor++) {
      for (int label = 0; label < classNames.size(); label++) {
        if (counts[vendor][label] == 0) {
          throw new IllegalArgumentException(
              "every vendor must have every class: "
                  + vendors.get(vendor)
                  + " has no "
                  + classNames.get(label));
        }
      }
    }
  }

  /** Holds out a vendor: its pictures are the test images, all others the training images. */
  public Dataset holdOut(String vendor) {
    int tested = indexOf(vendor);
    return dataset(i -> vendorOf(i) != tested, i -> vendorOf(i) == tested);
  }

  /**
   * Holds out a vendor and, besides, the symbols of a fold: the test images are the vendor's of
   * that fold, the training images the others' of all other folds.
   *
   * @param fold 0 to {@value #FOLDS} - 1
   * @throws IllegalArgumentException if there are too few symbols for it: the fold must have one of
   *     the vendor, and every class one that is left for training
   */
  public Dataset holdOut(String vendor, int fold) {
    if (fold < 0 || fold >= FOLDS) {
      throw new IllegalArgumentException("fold must be 0 to " + (FOLDS - 1) + ": got " + fold);
    }
    int tested = indexOf(vendor);
    int[] folds = folds();
    if (range(i -> vendorOf(i) == tested && folds[i] == fold).length == 0) {
      throw tooFew(vendor + " has none in fold " + fold);
    }
    Dataset dataset =
        dataset(
            i -> vendorOf(i) != tested && folds[i] != fold,
            i -> vendorOf(i) == tested && folds[i] == fold);
    int[] left = dataset.train().countPerClass(classNames.size());
    for (int label = 0; label < left.length; label++) {
      if (left[label] == 0) {
        throw tooFew("without those of fold " + fold + " none is left of " + classNames.get(label));
      }
    }
    return dataset;
  }

  private static IllegalArgumentException tooFew(String reason) {
    return new IllegalArgumentException(
        "there are too few symbols to hold out one of every " + FOLDS + ": " + reason);
  }

  private int vendorOf(int index) {
    return pictures.get(index).vendor();
  }

  private int indexOf(String vendor) {
    int index = vendors.indexOf(vendor);
    if (index < 0) {
      throw new IllegalArgumentException(
          "unknown vendor \"" + vendor + "\"; accepted: " + String.join(", ", vendors));
    }
    return index;
  }

  private Dataset dataset(IntPredicate training, IntPredicate test) {
    return new Dataset(
        name, classNames, images.select(range(training)), images.select(range(test)));
  }

  private int[] range(IntPredicate chosen) {
    return IntStream.range(0, images.count()).filter(chosen).toArray();
  }

  /** The fold of each image. */
  private int[] folds() {
    List<Set<String>> symbols = new ArrayList<>();
    classNames.forEach(label -> symbols.add(new LinkedHashSet<>()));
    int[] ordered =
        IntStream.range(0, images.count())
            .boxed()
            .sorted((a, b) -> pictures.get(a).symbol().compareTo(pictures.get(b).symbol()))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i : ordered) {
      symbols.get(images.label(i)).add(pictures.get(i).symbol());
    }
    Philox random = Philox.of(FOLD_SEED, Purpose.SAMPLE.stream(FOLD_STREAM));
    List<Map<String, Integer>> foldOf = new ArrayList<>();
    int dealt = 0;
    for (Set<String> ofClass : symbols) {
      List<String> deck = new ArrayList<>(ofClass);
      Map<String, Integer> folds = new HashMap<>();
      while (!deck.isEmpty()) {
        folds.put(deck.remove(random.nextInt(deck.size())), dealt++ % FOLDS);
      }
      foldOf.add(folds);
    }
    return IntStream.range(0, images.count())
        .map(i -> foldOf.get(images.label(i)).getOrDefault(pictures.get(i).symbol(), 0))
        .toArray();
  }

  /** The number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** The number of different symbols, counted by class and name. */
  public int symbols() {
    Set<String> different = new LinkedHashSet<>();
    for (int i = 0; i < images.count(); i++) {
      different.add(images.label(i) + "/" + pictures.get(i).symbol());
    }
    return different.size();
  }

  /**
   * Returns the SHA-256 that identifies the set: over the lines {@code seedcast-styles-v1}, {@code
   * images HEX} (of {@link Images#sha256}), one line {@code class NAME} per class, one {@code
   * vendor NAME} per vendor, and one {@code picture VENDOR SYMBOL} per image, with the vendor's
   * position, each ended by a line feed, in UTF-8. The set's name does not count.
   *
   * @return 64 lowercase hexadecimal digits
   */
  public String sha256() {
    StringBuilder text = new StringBuilder("seedcast-styles-v1\n");
    text.append("images ").append(images.sha256()).append('\n');
    classNames.forEach(label -> text.append("class ").append(label).append('\n'));
    vendors.forEach(vendor -> text.append("vendor ").append(vendor).append('\n'));
    for (StyledPicture picture : pictures) {
      text.append("picture ").append(picture.vendor()).append(' ');
      text.append(picture.symbol()).append('\n');
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform provides SHA-256", e);
    }
  }
}
