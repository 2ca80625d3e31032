package io.seedcast.core.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.ParameterSource.Learned;
import io.seedcast.core.network.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The counts of every method, as the authors' code gives them or arithmetic does.
 *
 * <p>Source: MonoCNN, Table 1; ReFrame's and GroupNL's released code.
 */
class MethodCountsTest {
  private static final Dimensions CIFAR10 = Dimensions.CIFAR10;
  private static final Dimensions IMAGENET = new Dimensions(Shape.of(3, 224, 224), 1000, 1);

  @ParameterizedTest
  @CsvSource({
    "VGG11,     standard, '',                             9228362, 0",
    "VGG11,     mono,     '',                             2432330, 851968",
    "VGG11,     mono,     pointwise=false,                1576778, 851968",
    "VGG11,     mono,     replace=3x3,                    1233930, 1024000",
    "VGG11,     mono,     replace=3x3 pointwise=false,    32522,   1024000",
    "RESNET18,  mono,     seed-filters=4,                 2897226, 1048576",
    "RESNET18,  mono,     seed-filters=32 pointwise=false, 2584650, 1048576",
    "RESNET18,  lbcnn,    '',                             2785354, 9437184",
    "RESNET34,  lbcnn,    '',                             3915082, 19537920",
    "VGG11,     lbcnn,    replace=3x3,                    1208394, 9216000",
    "RESNET18,  pnn,      '',                             2785354, 434176",
    "RESNET34,  pnn,      '',                             3915082, 843776",
    "VGG11,     pnn,      replace=3x3,                    1036362, 57344",
    "RESNET18,  shift,    '',                             2785354, 5888",
    "RESNET18,  shift,    learned-shifts=true,            2791242, 0",
    "RESNET34,  shift,    learned-shifts=true,            3928394, 0",
    "VGG11,     shift,    learned-shifts=true replace=3x3, 1040842, 0",
    "RESNET18,  ghost,    '',                             4298570, 0",
    "RESNET34,  ghost,    '',                             7049034, 0",
    "VGG11,     ghost,    ratio=2 replace=3x3,            4924746, 0",
    "VGG11,     ghost,    replace=3x3,                    2545994, 0",
    "RESNET50,  standard, '',                             23520842, 0",
    "RESNET101, standard, '',                             42512970, 0",
    "RESNET18,  reframe,  '',                             1107786, 30528",
    "RESNET18,  reframe,  frozen-channels=512,            1294154, 73728",
    "RESNET18,  reframe,  frozen-channels=768,            1539914, 131328",
    "RESNET50,  reframe,  '',                             10829514, 186048",
    "RESNET50,  reframe,  frozen-channels=512,            11075274, 276480",
    "RESNET50,  reframe,  frozen-channels=768,            12525258, 622080",
    "RESNET101, reframe,  '',                             18428106, 421056",
    "RESNET101, reframe,  frozen-channels=512,            19509450, 589824",
    "RESNET101, reframe,  frozen-channels=768,            22630602, 1327104",
    "RESNET18,  groupnl,  ratio=2,                        6455370, 104",
    "RESNET18,  groupnl,  ratio=4,                        4096074, 312",
    "RESNET18,  groupnl,  ratio=8,                        2916426, 728",
  })
  void countsValuesForSmallImages(
      Architecture architecture, String method, String options, long learnable, long drawn) {
    Cost cost = cost(architecture, method, options, CIFAR10);

    assertThat(cost.learnable()).isEqualTo(learnable);
    assertThat(cost.drawn()).isEqualTo(drawn);
  }

  /**
   * The last column is what the papers and their code print; the exact numbers are sums over
   * layers.
   */
  @ParameterizedTest
  @CsvSource({
    "VGG11,     standard, '',                  152769536,  152.8",
    "VGG11,     mono,     '',                  163255296,  163.3",
    "RESNET18,  lbcnn,    '',                  609948672,  609.9",
    "RESNET34,  lbcnn,    '',                  1281037312, 1281.0",
    "RESNET18,  pnn,      '',                  119215104,  119.2",
    "RESNET34,  pnn,      '',                  186323968,  186.3",
    "RESNET18,  shift,    '',                  119215104,  119.2",
    "RESNET34,  shift,    '',                  186323968,  186.3",
    "RESNET18,  ghost,    '',                  197596160,  197.6",
    "RESNET34,  ghost,    '',                  361174016,  361.2",
    "RESNET50,  standard, '',                  1297829888, 1297.8",
    "RESNET101, standard, '',                  2509983744, 2510.0",
    "RESNET18,  reframe,  '',                  57844736,   57.8",
    "RESNET18,  reframe,  frozen-channels=512, 126456832,  126.5",
    "RESNET18,  reframe,  frozen-channels=768, 170779648,  170.8",
    "RESNET50,  reframe,  '',                  625152000,  625.2",
    "RESNET50,  reframe,  frozen-channels=512, 877596672,  877.6",
    "RESNET50,  reframe,  frozen-channels=768, 1110282240, 1110.3",
    "RESNET101, reframe,  '',                  1121488896, 1121.5",
    "RESNET101, reframe,  frozen-channels=512, 1432424448, 1432.4",
    "RESNET101, reframe,  frozen-channels=768, 1797132288, 1797.1",
  })
  void countsMacsForSmallImages(
      Architecture architecture, String method, String options, long macs, double millions) {
    assertThat(cost(architecture, method, options, CIFAR10).macs()).isEqualTo(macs);
    assertThat(macs / 1e6).isCloseTo(millions, within(0.0501));
  }

  /** Nowhere published; sums over layers. */
  @ParameterizedTest
  @CsvSource({
    "VGG11,    ghost,   ratio=2 replace=3x3, 83039232",
    "VGG11,    lbcnn,   replace=3x3,         175838208",
    "VGG11,    pnn,     replace=3x3,         18551808",
    "RESNET18, groupnl, ratio=2,             310055936",
    "RESNET18, groupnl, ratio=4,             187372544",
    "RESNET18, groupnl, ratio=8,             126030848",
  })
  void countsMacsThatNobodyPublished(
      Architecture architecture, String method, String options, long macs) {
    assertThat(cost(architecture, method, options, CIFAR10).macs()).isEqualTo(macs);
  }

  /** Changes against the plain network in per cent, as ReFrame's code gives them. */
  @ParameterizedTest
  @CsvSource({
    "RESNET18,  '',                  -90.1, -89.6",
    "RESNET18,  frozen-channels=512, -88.4, -77.2",
    "RESNET18,  frozen-channels=768, -86.2, -69.2",
    "RESNET50,  '',                  -54.0, -51.8",
    "RESNET50,  frozen-channels=512, -52.9, -32.4",
    "RESNET50,  frozen-channels=768, -46.7, -14.4",
    "RESNET101, '',                  -56.7, -55.3",
    "RESNET101, frozen-channels=512, -54.1, -42.9",
    "RESNET101, frozen-channels=768, -46.8, -28.4",
  })
  void reframeSavesWhatItsAuthorsSay(
      Architecture architecture, String options, double learnable, double macs) {
    Cost plain = cost(architecture, "standard", "", CIFAR10);
    Cost reframe = cost(architecture, "reframe", options, CIFAR10);

    assertThat(100.0 * reframe.learnable() / plain.learnable() - 100)
        .isCloseTo(learnable, within(0.06));
    assertThat(100.0 * reframe.macs() / plain.macs() - 100).isCloseTo(macs, within(0.06));
  }

  @ParameterizedTest
  @CsvSource({
    "VGG11,     mono,    '',          4",
    "VGG11,     mono,    replace=3x3, 7",
    "RESNET18,  mono,    '',          13",
    "RESNET34,  mono,    '',          29",
    "RESNET18,  reframe, '',          16",
    "RESNET50,  reframe, '',          48",
    "RESNET101, reframe, '',          99",
  })
  void replacesAsManyLayersAsTheAuthors(
      Architecture architecture, String method, String options, long layers) {
    Network network = architecture.build(style(method, options), CIFAR10);

    assertThat(network.parameters())
        .filteredOn(parameter -> !(parameter.source() instanceof Learned))
        .hasSize((int) layers);
  }

  @ParameterizedTest
  @CsvSource({
    "RESNET50,    standard, '',                  25557032, 0,   4089184256, 4.089",
    "RESNET50,    groupnl,  ratio=2 sparse=true, 17362280, 104, 2597150720, 2.597",
    "RESNET50,    groupnl,  ratio=2,             21446696, 104, 3337748480, 3.338",
    "RESNET50,    groupnl,  ratio=4,             19391528, 312, 2962030592, 2.962",
    "RESNET101,   standard, '',                  44549160, 0,   7801405440, 7.801",
    "RESNET101,   groupnl,  ratio=2 sparse=true, 26366568, 240, 4351755264, 4.352",
    "RESNET101,   groupnl,  ratio=2,             35425320, 240, 6067322880, 6.067",
    "RESNET101,   groupnl,  ratio=4,             30863400, 720, 5200281600, 5.200",
    "MOBILENETV2, standard, '',                  3504872,  0,   300774272,  0.3008",
    "MOBILENETV2, groupnl,  ratio=2,             3504872,  136, 300774272,  0.3008",
  })
  void countsForLargeImages(
      Architecture architecture,
      String method,
      String options,
      long learnable,
      long drawn,
      long macs,
      double billions) {
    Cost cost = cost(architecture, method, options, IMAGENET);

    assertThat(cost.learnable()).isEqualTo(learnable);
    assertThat(cost.drawn()).isEqualTo(drawn);
    assertThat(cost.macs()).isEqualTo(macs);
    assertThat(macs / 1e9).isCloseTo(billions, within(0.0006));
  }

  @ParameterizedTest
  @CsvSource({
    "VGG11,    standard, '',      9274532",
    "VGG11,    mono,     '',      2478500",
    "RESNET18, standard, '',      11220132",
    "RESNET18, mono,     '',      2863908",
    "RESNET18, lbcnn,    '',      2831524",
    "RESNET18, pnn,      '',      2831524",
    "RESNET18, shift,    '',      2831524",
    "RESNET18, reframe,  '',      1153956",
    "RESNET18, groupnl,  ratio=4, 4142244",
    "RESNET34, standard, '',      21328292",
    "RESNET34, mono,     '',      4034468",
    "RESNET34, ghost,    '',      7095204",
  })
  void countsOneHundredClasses(
      Architecture architecture, String method, String options, long learnable) {
    Dimensions cifar100 = new Dimensions(Shape.of(3, 32, 32), 100, 1);

    assertThat(cost(architecture, method, options, cifar100).learnable()).isEqualTo(learnable);
    assertThat(learnable - cost(architecture, method, options, CIFAR10).learnable())
        .isEqualTo(46_170);
  }

  private static Cost cost(
      Architecture architecture, String method, String options, Dimensions dimensions) {
    return Cost.of(architecture.build(style(method, options), dimensions));
  }

  private static ConvolutionStyle style(String method, String options) {
    return Methods.named(method).style(parse(options));
  }

  private static Map<String, String> parse(String options) {
    return Arrays.stream(options.split(" ", -1))
        .filter(option -> !option.isEmpty())
        .map(option -> option.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
