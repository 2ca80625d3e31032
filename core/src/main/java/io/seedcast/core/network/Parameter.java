package io.seedcast.core.network;

/**
 * A tensor of a network under its full name.
 *
 * @param name the node's name, a dot, and the tensor's name in its operation, as in {@code
 *     layer1.0.conv1.weight}
 * @param source where the tensor comes from
 * @param wire how what is learned of it travels
 */
public record Parameter(String name, ParameterSource source, Wire wire) {

  /** The name of what is learned: the tensor's own, or that of its seed filters. */
  public String learnedName() {
    return source instanceof ParameterSource.Generated ? name + ".seed" : name;
  }

  /** The shape of what is learned: the tensor itself, or its seed filters. */
  public Shape learnedShape() {
    return source instanceof ParameterSource.Generated generated
        ? generated.seedShape()
        : source.shape();
  }
}
