package io.seedcast.core.network;

import java.util.List;

/**
 * One step of a network: an operation and the names of the nodes it reads.
 *
 * @param name unique in its network; parameters are named after it
 * @param inputs names of earlier nodes, or {@link Network#INPUT}; as many as the operation takes
 */
public record Node(String name, Operation operation, List<String> inputs) {
  public Node {
    inputs = List.copyOf(inputs);
    if (name.isBlank() || name.equals(Network.INPUT)) {
      throw new IllegalArgumentException(
          "a node's name must be neither blank nor \"input\": got \"" + name + "\"");
    }
    if (inputs.size() != operation.arity()) {
      throw new IllegalArgumentException(
          "node \"" + name + "\" takes " + operation.arity() + " inputs: got " + inputs);
    }
  }

  /** The node's tensors under their full names. */
  public List<Parameter> parameters() {
    return operation.parameters().entrySet().stream()
        .map(
            entry -> new Parameter(name + "." + entry.getKey(), entry.getValue(), operation.wire()))
        .toList();
  }
}
