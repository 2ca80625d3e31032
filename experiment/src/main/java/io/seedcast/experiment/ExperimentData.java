package io.seedcast.experiment;

import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.PixelScaling;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.source.DataSource;
import io.seedcast.vision.style.StyledImages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** On what an experiment is run. */
public abstract sealed class ExperimentData {
  private final String source;
  private final PixelScaling pixels;

  private ExperimentData(String source, PixelScaling pixels) {
    this.source = source;
    this.pixels = pixels;
  }

  /**
   * A dataset with its own test images.
   *
   * @param source the dataset as named on the command line
   * @param pixels what the networks do to them first
   */
  public static ExperimentData of(String source, Dataset dataset, PixelScaling pixels) {
    return new Split(source, dataset, pixels);
  }

  /**
   * Pictures by several vendors, each of which is held out in turn: a training for every vendor.
   * The networks take pixels as they are.
   *
   * @param source of the pictures, which are read
   * @param holdOutSymbols whether symbols are held out too: with seed k, fold k - 1 of them, and so
   *     on in turn
   */
  public static ExperimentData styles(DataSource.Icons source, boolean holdOutSymbols) {
    return new Styles(source, holdOutSymbols);
  }

  /** As named on the command line. */
  final String source() {
    return source;
  }

  final PixelScaling pixels() {
    return pixels;
  }

  final Shape image() {
    return Shape.of(imageSize().channels(), imageSize().height(), imageSize().width());
  }

  abstract String name();

  abstract ImageSize imageSize();

  abstract List<String> classNames();

  final int classes() {
    return classNames().size();
  }

  /** Identifies all of it. */
  abstract String sha256();

  /** What a report says of it. */
  abstract String description();

  /** The pictures by several vendors, or null if it is something else. */
  abstract @Nullable StyledImages styled();

  /** What the networks of one seed learn from and are tested on, a training for each. */
  abstract List<Slice> slices(int seed);

  /** Training and test images. */
  private static final class Split extends ExperimentData {
    private final Dataset dataset;

    Split(String source, Dataset dataset, PixelScaling pixels) {
      super(source, pixels);
      this.dataset = dataset;
    }

    @Override
    String name() {
      return dataset.name();
    }

    @Override
    ImageSize imageSize() {
      return dataset.imageSize();
    }

    @Override
    List<String> classNames() {
      return dataset.classNames();
    }

    @Override
    String sha256() {
      return dataset.sha256();
    }

    @Override
    String description() {
      return Figures.count(dataset.train().count())
          + " training and "
          + Figures.count(dataset.test().count())
          + " test images of "
          + imageSize();
    }

    @Override
    @Nullable StyledImages styled() {
      return null;
    }

    @Override
    List<Slice> slices(int seed) {
      return List.of(
          new Slice(
              Slice.WHOLE,
              source(),
              sha256(),
              dataset.train().count(),
              dataset.test().count(),
              () -> dataset));
    }
  }

  /** Pictures by several vendors. */
  private static final class Styles extends ExperimentData {
    private final DataSource.Icons icons;
    private final StyledImages images;
    private final boolean holdOutSymbols;

    /** By fold; -1 where symbols are not held out. */
    private final Map<Integer, List<Slice>> slices = new HashMap<>();

    Styles(DataSource.Icons icons, boolean holdOutSymbols) {
      super(icons.text(), PixelScaling.UNIT);
      this.icons = icons;
      this.images = icons.styled();
      this.holdOutSymbols = holdOutSymbols;
    }

    @Override
    String name() {
      return images.name();
    }

    @Override
    ImageSize imageSize() {
      return images.images().size();
    }

    @Override
    List<String> classNames() {
      return images.classNames();
    }

    @Override
    String sha256() {
      return images.sha256();
    }

    @Override
    String description() {
      return Figures.count(images.images().count())
          + " pictures of "
          + Figures.count(images.symbols())
          + " symbols by "
          + String.join(", ", images.vendors())
          + ", each of "
          + imageSize()
          + (holdOutSymbols
              ? ", one of "
                  + StyledImages.FOLDS
                  + " folds of the symbols held out with the vendor: the first with seed 1, and so on in turn"
              : "");
    }

    @Override
    StyledImages styled() {
      return images;
    }

    @Override
    List<Slice> slices(int seed) {
      int fold = holdOutSymbols ? (seed - 1) % StyledImages.FOLDS : -1;
      return slices.computeIfAbsent(fold, this::sliced);
    }

    private List<Slice> sliced(int fold) {
      List<Slice> all = new ArrayList<>();
      for (String vendor : images.vendors()) {
        // Made again when it is needed: all of them together may be many times the pictures.
        Dataset dataset = dataset(vendor, fold);
        all.add(
            new Slice(
                vendor,
                icons.holdingOut(vendor, fold < 0 ? null : fold).text(),
                dataset.sha256(),
                dataset.train().count(),
                dataset.test().count(),
                () -> dataset(vendor, fold)));
      }
      return List.copyOf(all);
    }

    private Dataset dataset(String vendor, int fold) {
      return fold < 0 ? images.holdOut(vendor) : images.holdOut(vendor, fold);
    }
  }
}
