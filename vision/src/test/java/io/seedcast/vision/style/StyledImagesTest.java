package io.seedcast.vision.style;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StyledImagesTest {
  private static final ImageSize SIZE = new ImageSize(3, 1, 1);
  private static final int SYMBOLS = 7;

  @Test
  void foldsHoldOutVendorAndSymbols() {
    StyledImages all = images(SYMBOLS);
    Set<Integer> tested = new HashSet<>();

    for (int fold = 0; fold < StyledImages.FOLDS; fold++) {
      Dataset dataset = all.holdOut("b", fold);

      Set<Integer> symbols = symbols(dataset.test());
      assertThat(symbols).hasSizeBetween(2, 3);
      assertThat(tested).doesNotContainAnyElementsOf(symbols);
      tested.addAll(symbols);
      assertThat(vendors(dataset.test())).containsOnly(1);
      assertThat(vendors(dataset.train())).containsOnly(0, 2);
      assertThat(symbols(dataset.train()))
          .hasSize(2 * SYMBOLS - symbols.size())
          .doesNotContainAnyElementsOf(symbols);
    }

    assertThat(tested).hasSize(2 * SYMBOLS);
  }

  @Test
  void everyVendorIsTestedOnTheSameSymbols() {
    StyledImages all = images(SYMBOLS);

    assertThat(symbols(all.holdOut("a", 3).test())).isEqualTo(symbols(all.holdOut("c", 3).test()));
  }

  @Test
  void theDigestTellsWhoDrewWhat() {
    StyledImages all = images(SYMBOLS);
    List<StyledPicture> others = new ArrayList<>(all.pictures());
    others.set(0, new StyledPicture(0, "another"));

    assertThat(all.sha256()).isEqualTo(images(SYMBOLS).sha256()).hasSize(64);
    assertThat(
            new StyledImages("icons", all.classNames(), all.vendors(), others, all.images())
                .sha256())
        .isNotEqualTo(all.sha256());
  }

  @Test
  void refusesAFoldOfTooFewSymbolsAndAVendorWithoutAClass() {
    StyledImages few = images(1);

    assertThat(catchThrowable(() -> few.holdOut("a", 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too few symbols");
    assertThat(
            catchThrowable(
                () ->
                    new StyledImages(
                        "icons",
                        few.classNames(),
                        List.of("a", "b", "c", "d"),
                        few.pictures(),
                        few.images())))
        .hasMessage("every vendor must have every class: d has no x");
  }

  /** Pixels tell vendor, class and symbol. */
  private static StyledImages images(int symbols) {
    List<StyledPicture> pictures = new ArrayList<>();
    Images.Builder images = Images.builder(3 * 2 * symbols, SIZE);
    for (int vendor = 0; vendor < 3; vendor++) {
      for (int label = 0; label < 2; label++) {
        for (int symbol = 0; symbol < symbols; symbol++) {
          images.put(
              pictures.size(), new byte[] {(byte) vendor, (byte) label, (byte) symbol}, label);
          pictures.add(new StyledPicture(vendor, "symbol " + symbol));
        }
      }
    }
    return new StyledImages(
        "icons", List.of("x", "y"), List.of("a", "b", "c"), pictures, images.build());
  }

  private static Set<Integer> symbols(Images images) {
    Set<Integer> symbols = new HashSet<>();
    for (int i = 0; i < images.count(); i++) {
      symbols.add(100 * images.label(i) + images.pixel(i, 2, 0, 0));
    }
    return symbols;
  }

  private static Set<Integer> vendors(Images images) {
    Set<Integer> vendors = new HashSet<>();
    for (int i = 0; i < images.count(); i++) {
      vendors.add(images.pixel(i, 0, 0, 0));
    }
    return vendors;
  }
}
