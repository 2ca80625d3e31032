package io.seedcast.core.zoo;

import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the nodes of a network in order; each method returns the name of the node it added. */
public final class NetworkBuilder {
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private int frozenLayers;
  private int replaced;

  NetworkBuilder(String inputName, Shape input) {
    shapes.put(inputName, input);
  }

  /** Adds a node and returns its name. */
  public String add(String name, Operation operation, String... inputs) {
    nodes.add(new Node(name, operation, List.of(inputs)));
    List<Shape> inputShapes = new ArrayList<>();
    for (String input : inputs) {
      inputShapes.add(shapeOf(input));
    }
    shapes.put(name, operation.outputShape(inputShapes));
    return name;
  }

  /** Adds a convolution as a style builds it, and returns the node that stands for it. */
  String convolve(ConvolutionStyle style, ConvolutionSlot slot, String input) {
    if (!style.replaces(slot)) {
      return add(slot.name(), style.learned(slot), input);
    }
    replaced++;
    return style.convolve(this, slot, input);
  }

  /** The number of convolutions that were replaced so far. */
  int replaced() {
    return replaced;
  }

  /** Returns the number of the next layer with frozen values, counting from 0 in forward order. */
  public int nextFrozenLayer() {
    return frozenLayers++;
  }

  /** The output shape of a node added before. */
  public Shape shapeOf(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no node \"" + name + "\" has been added");
    }
    return shape;
  }

  List<Node> nodes() {
    return nodes;
  }
}
