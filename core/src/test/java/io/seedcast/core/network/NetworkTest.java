package io.seedcast.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Operation.AddMap;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Pooling.MixedAveragePool;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Shape INPUT = Shape.of(3, 7, 5);
  private static final Node CONVOLUTION = node("conv", Convolution.learned(3, 4, 3, 2), "input");
  private static final Node NORMALIZATION = node("bn", BatchNormalization.of(4), "conv");

  @Test
  void infersEveryShape() {
    Network network = network(CONVOLUTION, NORMALIZATION);

    assertThat(network.shapes())
        .containsEntry("input", INPUT)
        .containsEntry("conv", Shape.of(4, 4, 3))
        .containsEntry("bn", Shape.of(4, 4, 3));
    assertThat(network.outputShape()).isEqualTo(Shape.of(4, 4, 3));
  }

  @Test
  void namesWhatIsLearnedInNodeOrder() {
    Network network = network(CONVOLUTION, NORMALIZATION);

    assertThat(network.learnedShapes().keySet())
        .containsExactly("conv.weight", "bn.weight", "bn.bias");
    assertThat(network.statisticsShapes().keySet())
        .containsExactly("bn.running_mean", "bn.running_var");
  }

  @Test
  void countsTheMacsOfAConvolution() {
    assertThat(Cost.of(network(CONVOLUTION)).macs()).isEqualTo(4 * 3 * 3 * 3 * 4 * 3L);
  }

  @Test
  void foldsANormalizationOnlyIfItAloneReadsTheConvolution() {
    Node second = node("sum", new Add(), "conv", "bn");

    assertThat(network(CONVOLUTION, NORMALIZATION).convolutionFoldedWith(NORMALIZATION))
        .contains(CONVOLUTION);
    assertThat(network(CONVOLUTION, NORMALIZATION, second).convolutionFoldedWith(NORMALIZATION))
        .isEmpty();
  }

  @Test
  void refusesANodeThatReadsALaterOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(node("relu", new Relu(), "conv"), CONVOLUTION))
        .withMessage("node \"relu\" reads \"conv\", which is not an earlier node");
  }

  @Test
  void refusesTwoNodesOfOneName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(CONVOLUTION, CONVOLUTION))
        .withMessage("two nodes are named \"conv\"");
  }

  @Test
  void namesTheNodeWhoseInputDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(CONVOLUTION, node("bn", BatchNormalization.of(5), "conv")))
        .withMessage("node \"bn\": batch normalisation takes (5, height, width): got 4x4x3");
  }

  @Test
  void givesWhatRemainsOfTheChannelsToTheFirstRun() {
    MixedAveragePool pool = new MixedAveragePool(List.of(3, 5, 7), 2);

    assertThat(IntStream.rangeClosed(0, 3).map(run -> pool.firstChannel(run, 11)))
        .containsExactly(0, 5, 8, 11);
    assertThat(pool.outputShape(List.of(Shape.of(11, 7, 4)))).isEqualTo(Shape.of(11, 4, 2));
  }

  @Test
  void refusesMixedAveragesThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MixedAveragePool(List.of(3, 4), 1))
        .withMessage("mixed average pooling takes odd kernel sizes, at least one: got [3, 4]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> network(node("pool", new MixedAveragePool(List.of(3, 5, 7, 9), 1), "input")))
        .withMessage(
            "node \"pool\": mixed average pooling needs a channel for each of its 4 kernel sizes:"
                + " got an input of 3x7x5");
  }

  @Test
  void refusesAWrongNumberOfInputs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> node("sum", new Add(), "input"))
        .withMessage("node \"sum\" takes 2 inputs: got [input]");
  }

  @Test
  void refusesNumbersThatNoLayerCanHave() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Convolution(1, 4, 1, Convolution.learned(3, 4, 3, 2).weight()))
        .withMessage("padding must be at most the kernel's size: got 4 for 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchNormalization(4, 0, 0.1))
        .withMessage("epsilon must be above 0 and finite: got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BatchNormalization(4, 1e-5, 1.5))
        .withMessage("momentum must be 0 to 1: got 1.5");
  }

  /** A generated tensor, which only a convolution can have, has four dimensions. */
  @Test
  void refusesAMapThatIsNoImage() {
    Seed seed = new Seed(StreamAlgorithm.PHILOX4X32_10, 1);
    ParameterSource filters =
        new Generated(Shape.of(2, 3, 7, 5), FilterRule.DEFAULT, seed, new Initialisation.Normal(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AddMap(filters))
        .withMessage("a map takes (channels, height, width): got 2x3x7x5");
  }

  @Test
  void refusesATapThatIsNoNode() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Network("tiny", "standard", INPUT, List.of(CONVOLUTION), List.of("layer9")))
        .withMessage("tap \"layer9\" is not a node of the network");
  }

  @Test
  void refusesAShapeTooLargeForAnArray() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(65536, 32768))
        .withMessageContaining("at most 2147483647 elements");
    assertThatIllegalArgumentException().isThrownBy(() -> Shape.of(3, 0));
  }

  private static Network network(Node... nodes) {
    return new Network("tiny", "standard", INPUT, List.of(nodes), List.of());
  }

  private static Node node(String name, Operation operation, String... inputs) {
    return new Node(name, operation, List.of(inputs));
  }
}
