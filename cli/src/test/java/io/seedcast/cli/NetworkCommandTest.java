package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkCommandTest {

  @Test
  void describesWhatANetworkCosts() throws Exception {
    JsonNode document =
        Invocation.of("network describe --network resnet18 --method mono --json").document();

    assertThat(document.path("ok").asBoolean()).isTrue();
    assertThat(document.path("learnable").asLong()).isEqualTo(2_817_738);
    assertThat(document.path("generated").asLong()).isEqualTo(9_437_184);
    assertThat(document.path("drawn").asLong()).isEqualTo(1_048_576);
    assertThat(document.path("batchNormStatistics").asLong()).isEqualTo(9_600);
    assertThat(document.path("macs").asLong()).isEqualTo(609_948_672);
    assertThat(document.path("sentBytes").asLong()).isEqualTo(4 * 2_817_738);
    assertThat(document.path("storedBytes").asLong())
        .isEqualTo(4 * (2_817_738 - 9 * 2_944 + 9_437_184 - 4_800));
  }

  /** Counts from the paper and from the authors' code. */
  @ParameterizedTest
  @CsvSource({
    "resnet18 --method standard, 11173962",
    "resnet34, 21282122",
    "resnet18 --method mono, 2817738",
    "resnet18 --method mono --pointwise, 2817738",
    "resnet18 --method mono --no-pointwise, 1763274",
    "resnet34 --method mono --no-pointwise, 1804106",
    "resnet18 --method mono --seed-filters 4, 2897226",
    "vgg11 --method lbcnn --replace 3x3, 1208394",
    "resnet18 --method shift --learned-shifts, 2791242",
    "resnet18 --method reframe --frozen-channels 512 --no-kaiming, 1294154",
    "resnet18 --method groupnl --ratio 8, 2916426",
  })
  void optionsDecideWhatIsLearned(String options, long learnable) throws Exception {
    JsonNode document =
        Invocation.of("network describe --network " + options + " --json").document();

    assertThat(document.path("learnable").asLong()).isEqualTo(learnable);
  }

  @Test
  void countsAByteForALearnedShift() throws Exception {
    JsonNode document =
        Invocation.of("network describe --network resnet18 --method shift --learned-shifts --json")
            .document();

    assertThat(document.path("sentBytes").asLong()).isEqualTo(4 * (2_791_242 - 5_888) + 5_888);
  }

  @Test
  void printsATableForPeople() {
    Invocation text = Invocation.of("network describe --network resnet18 --method mono");

    assertThat(text.out())
        .startsWith("resnet18, mono, width 1.0, 3x32x32, 10 classes")
        .containsPattern("learnable +2,817,738\n");
    assertThat(text.err()).isEmpty();
  }

  @Test
  void listsNetworksAndMethods() throws Exception {
    JsonNode document = Invocation.of("network list --json").document();

    assertThat(document.path("networks"))
        .extracting(JsonNode::asText)
        .contains("vgg11", "resnet18", "mobilenetv2");
    assertThat(document.path("methods"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "standard", "mono", "lbcnn", "pnn", "shift", "ghost", "reframe", "groupnl");
  }
}
