package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.shapes.Shapes10;
import io.seedcast.vision.style.StyledImages;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a dataset comes from, in the notation of the command line:
 *
 * <pre>
 * cifar10:DIR     CIFAR-10, binary version, in DIR or DIR/cifar-10-batches-bin
 * cifar100:DIR    CIFAR-100, binary version, fine labels, in DIR or DIR/cifar-100-binary
 * folder:DIR      PNG and JPEG files DIR/train/CLASS/* and DIR/test/CLASS/*, all of one size
 * folder:DIR?size=3x32x32   the same, made to fit: channels, height, width
 * icons:DIR?held-out=apple   PNG and JPEG files DIR/VENDOR/CLASS/SYMBOL.png, all of one size: one
 *                 vendor's are the test images, all others' the training images
 * icons:DIR?held-out=apple,fold=2   the same; a fold of the symbols is held out too
 * icons:DIR?size=3x32x32,held-out=apple   the same, made to fit, as of folder
 * idx:DIR         MNIST and its kin: train-images-idx3-ubyte and so on, also with .gz
 * shapes10        the built-in dataset; seed=1,train=20000,test=4000 unless said otherwise, as in
 *                 shapes10:seed=7,train=50000
 * </pre>
 */
public sealed interface DataSource {

  /**
   * Understands the notation; touches no file.
   *
   * @throws DataException {@code data.source} if it is not one of the kinds above
   */
  static DataSource parse(String text) {
    return DataSourceParser.parse(text);
  }

  /**
   * Reads or draws training and test images.
   *
   * @throws DataException if files are missing, damaged or of another kind
   */
  Dataset open();

  /**
   * Reads or draws the test images only: the dataset's training images are empty.
   *
   * @throws DataException if files are missing, damaged or of another kind
   */
  Dataset openTest();

  /** The source in its notation, with nothing left to defaults. */
  String text();

  /**
   * CIFAR-10 in its binary version.
   *
   * @param folder holds the files, or {@code cifar-10-batches-bin} which holds them
   */
  record Cifar10(Path folder) implements DataSource {
    @Override
    public Dataset open() {
      return CifarReader.open(CifarFormat.CIFAR10, folder).readAll();
    }

    @Override
    public Dataset openTest() {
      return CifarReader.open(CifarFormat.CIFAR10, folder).readTest();
    }

    @Override
    public String text() {
      return "cifar10:" + folder;
    }
  }

  /**
   * CIFAR-100 in its binary version, with its 100 fine classes.
   *
   * @param folder holds the files, or {@code cifar-100-binary} which holds them
   */
  record Cifar100(Path folder) implements DataSource {
    @Override
    public Dataset open() {
      return CifarReader.open(CifarFormat.CIFAR100, folder).readAll();
    }

    @Override
    public Dataset openTest() {
      return CifarReader.open(CifarFormat.CIFAR100, folder).readTest();
    }

    @Override
    public String text() {
      return "cifar100:" + folder;
    }
  }

  /**
   * Image files in one folder per class. Classes are the folders' names in code point order; both
   * splits have the same ones.
   *
   * @param folder holds {@code train} and {@code test}
   * @param resizeTo what every image is made to fit, or null if all are of one size and in colour
   */
  record Folder(Path folder, @Nullable ImageSize resizeTo) implements DataSource {
    @Override
    public Dataset open() {
      return FolderReader.open(folder, resizeTo).readAll();
    }

    @Override
    public Dataset openTest() {
      return FolderReader.open(folder, resizeTo).readTest();
    }

    @Override
    public String text() {
      return "folder:" + folder + (resizeTo == null ? "" : "?size=" + resizeTo);
    }
  }

  /**
   * Pictures of the same things by several vendors. Without a vendor that is held out there is no
   * choice of test images: {@link #styled} gives all, {@link #open} refuses.
   *
   * @param folder holds a folder of each vendor, that one of each class
   * @param resizeTo what every picture is made to fit, or null if all are of one size and in colour
   * @param heldOut whose pictures are the test images
   * @param fold of the symbols, of which one fold is held out too
   */
  record Icons(
      Path folder, @Nullable ImageSize resizeTo, @Nullable String heldOut, @Nullable Integer fold)
      implements DataSource {
    /**
     * Reads all pictures.
     *
     * @throws DataException if files are missing, damaged or of another kind
     */
    public StyledImages styled() {
      return IconReader.read(folder, resizeTo);
    }

    /** The same pictures, with these held out. */
    public Icons holdingOut(String vendor, @Nullable Integer foldOfSymbols) {
      return new Icons(folder, resizeTo, vendor, foldOfSymbols);
    }

    @Override
    public Dataset open() {
      if (heldOut == null) {
        throw wrong(
            "there are no test images but those of a vendor that is held out: write "
                + holdingOut("VENDOR", null).text());
      }
      StyledImages all = styled();
      try {
        return fold == null ? all.holdOut(heldOut) : all.holdOut(heldOut, fold);
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()));
      }
    }

    private DataException wrong(String message) {
      return new DataException(
          DataException.Reason.SOURCE, "data source \"" + text() + "\": " + message);
    }

    @Override
    public Dataset openTest() {
      Dataset all = open();
      return new Dataset(
          all.name(), all.classNames(), Images.builder(0, all.imageSize()).build(), all.test());
    }

    @Override
    public String text() {
      return "icons:"
          + folder
          + (resizeTo == null ? "" : "?size=" + resizeTo)
          + (heldOut == null ? "" : (resizeTo == null ? "?" : ",") + "held-out=" + heldOut)
          + (fold == null ? "" : ",fold=" + fold);
    }
  }

  /**
   * The IDX files of MNIST and its kin: one grey channel; as many classes as the largest label
   * says, named by number.
   *
   * @param folder holds the four files
   */
  record Idx(Path folder) implements DataSource {
    @Override
    public Dataset open() {
      return IdxReader.open(folder).readAll();
    }

    @Override
    public Dataset openTest() {
      return IdxReader.open(folder).readTest();
    }

    @Override
    public String text() {
      return "idx:" + folder;
    }
  }

  /**
   * The built-in dataset.
   *
   * @param shapes what to draw
   */
  record Shapes(Shapes10 shapes) implements DataSource {
    @Override
    public Dataset open() {
      return shapes.draw();
    }

    @Override
    public Dataset openTest() {
      return new Shapes10(shapes.seed(), 0, shapes.testCount()).draw();
    }

    @Override
    public String text() {
      return "shapes10:seed=%d,train=%d,test=%d"
          .formatted(shapes.seed(), shapes.trainCount(), shapes.testCount());
    }
  }
}
