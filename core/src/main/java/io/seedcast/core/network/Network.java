package io.seedcast.core.network;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The description of a network: what it computes and where its tensors come from. It holds no
 * trained value.
 *
 * <p>A network that exists is valid: names are unique, every input is an earlier node, and all
 * shapes fit.
 *
 * @param architecture for people and reports, as in {@code resnet18}
 * @param method the convolution style, for people and reports, as in {@code mono}
 * @param input shape of one image, (channels, height, width), pixels on [0, 1]
 * @param nodes in topological order; the last one is the output
 * @param taps names of nodes whose outputs stagewise distillation compares, from shallow to deep
 */
public record Network(
    String architecture, String method, Shape input, List<Node> nodes, List<String> taps) {

  /** The name under which nodes read the network's input. */
  public static final String INPUT = "input";

  public Network {
    nodes = List.copyOf(nodes);
    taps = List.copyOf(taps);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one node");
    }
    Map<String, Shape> shapes = inferShapes(input, nodes);
    for (String tap : taps) {
      if (!shapes.containsKey(tap)) {
        throw new IllegalArgumentException("tap \"" + tap + "\" is not a node of the network");
      }
    }
  }

  /** The last node. */
  public Node output() {
    return nodes.get(nodes.size() - 1);
  }

  /** The shape of every node's output, and of {@link #INPUT}, in order. */
  public Map<String, Shape> shapes() {
    return inferShapes(input, nodes);
  }

  /** The shape of the network's output. */
  public Shape outputShape() {
    Shape output = shapes().get(output().name());
    if (output == null) {
      throw new IllegalStateException("the output has no shape");
    }
    return output;
  }

  /** All tensors of the network in node order. */
  public List<Parameter> parameters() {
    return nodes.stream().flatMap(node -> node.parameters().stream()).toList();
  }

  /**
   * What training learns, in node order: learned tensors, and the seed filters of generated ones,
   * by {@link Parameter#learnedName}.
   */
  public Map<String, Shape> learnedShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Parameter parameter : parameters()) {
      if (parameter.source().learnedElements() > 0) {
        shapes.put(parameter.learnedName(), parameter.learnedShape());
      }
    }
    return shapes;
  }

  /**
   * The running statistics that batch normalisation gathers in training, two tensors a node, in
   * node order.
   */
  public Map<String, Shape> statisticsShapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (node.operation() instanceof Normalization.BatchNormalization normalization) {
        shapes.put(runningMean(node), Shape.of(normalization.channels()));
        shapes.put(runningVariance(node), Shape.of(normalization.channels()));
      }
    }
    return shapes;
  }

  /** The name of a batch normalisation's running mean. */
  public static String runningMean(Node node) {
    return node.name() + ".running_mean";
  }

  /** The name of a batch normalisation's running variance. */
  public static String runningVariance(Node node) {
    return node.name() + ".running_var";
  }

  /**
   * Returns the convolution whose output a batch normalisation alone reads, so that its scale can
   * be folded into the convolution's filters.
   *
   * @param node any node; empty unless it is a batch normalisation behind such a convolution
   */
  public Optional<Node> convolutionFoldedWith(Node node) {
    if (!(node.operation() instanceof Normalization.BatchNormalization)) {
      return Optional.empty();
    }
    String source = node.inputs().get(0);
    return nodes.stream()
        .filter(candidate -> candidate.name().equals(source))
        .filter(candidate -> candidate.operation() instanceof Operation.Convolution)
        .filter(candidate -> readers(source).count() == 1)
        .findFirst();
  }

  private Stream<Node> readers(String name) {
    return nodes.stream().filter(node -> node.inputs().contains(name));
  }

  private static Map<String, Shape> inferShapes(Shape input, List<Node> nodes) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(INPUT, input);
    Set<String> parameterNames = new HashSet<>();
    for (Node node : nodes) {
      List<Shape> inputs = node.inputs().stream().map(name -> shapeOf(name, node, shapes)).toList();
      Shape shape;
      try {
        shape = node.operation().outputShape(inputs);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("node \"" + node.name() + "\": " + e.getMessage(), e);
      }
      if (shapes.put(node.name(), shape) != null) {
        throw new IllegalArgumentException("two nodes are named \"" + node.name() + "\"");
      }
      for (Parameter parameter : node.parameters()) {
        if (!parameterNames.add(parameter.name())) {
          throw new IllegalArgumentException("two tensors are named \"" + parameter.name() + "\"");
        }
      }
    }
    return shapes;
  }

  private static Shape shapeOf(String name, Node reader, Map<String, Shape> shapes) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException(
          "node \"" + reader.name() + "\" reads \"" + name + "\", which is not an earlier node");
    }
    return shape;
  }
}
