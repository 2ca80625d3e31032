package io.seedcast.core.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Network;
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

  @ParameterizedTest
  @CsvSource({
    "VGG11,     standard, '',                   152.8",
    "VGG11,     mono,     '',                   163.3",
    "RESNET18,  lbcnn,    '',                   609.9",
    "RESNET34,  lbcnn,    '',                   1281.0",
    "RESNET18,  pnn,      '',                   119.2",
    "RESNET34,  pnn,      '',                   186.3",
    "RESNET18,  shift,    '',                   119.2",
    "RESNET34,  shift,    '',                   186.3",
    "RESNET18,  ghost,    '',                   197.6",
    "RESNET34,  ghost,    '',                   361.2",
    "RESNET50,  standard, '',                   1297.8",
    "RESNET101, standard, '',                   2510.0",
    "RESNET18,  reframe,  '',                   57.8",
    "RESNET18,  reframe,  frozen-channels=512,  126.5",
    "RESNET18,  reframe,  frozen-channels=768,  170.8",
    "RESNET50,  reframe,  '',                   625.2",
    "RESNET50,  reframe,  frozen-channels=512,  877.6",
    "RESNET50,  reframe,  frozen-channels=768,  1110.3",
    "RESNET101, reframe,  '',                   1121.5",
    "RESNET101, reframe,  frozen-channels=512,  1432.4",
    "RESNET101, reframe,  frozen-channels=768,  1797.1",
  })
  void countsMillionsOfMacsForSmallImages(
      Architecture architecture, String method, String options, double millions) {
    assertThat(cost(architecture, method, options, CIFAR10).macs() / 1e6)
        .isCloseTo(millions, within(0.05));
  }

  @ParameterizedTest
  @CsvSource({
    "RESNET50,    standard, '',                  25557032, 0,   4.089",
    "RESNET50,    groupnl,  ratio=2 sparse=true, 17362280, 104, 2.597",
    "RESNET50,    groupnl,  ratio=2,             21446696, 104, 3.338",
    "RESNET50,    groupnl,  ratio=4,             19391528, 312, 2.962",
    "RESNET101,   standard, '',                  44549160, 0,   7.801",
    "RESNET101,   groupnl,  ratio=2 sparse=true, 26366568, 240, 4.352",
    "RESNET101,   groupnl,  ratio=2,             35425320, 240, 6.067",
    "RESNET101,   groupnl,  ratio=4,             30863400, 720, 5.200",
    "MOBILENETV2, standard, '',                  3504872,  0,   0.3008",
    "MOBILENETV2, groupnl,  ratio=2,             3504872,  136, 0.3008",
  })
  void countsForLargeImages(
      Architecture architecture,
      String method,
      String options,
      long learnable,
      long drawn,
      double billions) {
    Cost cost = cost(architecture, method, options, IMAGENET);

    assertThat(cost.learnable()).isEqualTo(learnable);
    assertThat(cost.drawn()).isEqualTo(drawn);
    assertThat(cost.macs() / 1e9).isCloseTo(billions, within(0.0006));
  }

  @ParameterizedTest
  @CsvSource({"RESNET34, ghost, '', 7095204", "RESNET18, groupnl, ratio=4, 4142244"})
  void countsOneHundredClasses(
      Architecture architecture, String method, String options, long learnable) {
    Dimensions cifar100 = new Dimensions(Shape.of(3, 32, 32), 100, 1);

    assertThat(cost(architecture, method, options, cifar100).learnable()).isEqualTo(learnable);
  }

  private static Cost cost(
      Architecture architecture, String method, String options, Dimensions dimensions) {
    Network network = architecture.build(Methods.named(method).style(parse(options)), dimensions);
    return Cost.of(network);
  }

  private static Map<String, String> parse(String options) {
    return Arrays.stream(options.split(" ", -1))
        .filter(option -> !option.isEmpty())
        .map(option -> option.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
