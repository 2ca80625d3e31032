package io.seedcast.train;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The learned tensors of a network, side by side in one flat float32 buffer, with their gradients
 * and momenta in two more.
 *
 * <p>Each learned tensor is an autograd leaf that shares its part of the buffer, and its gradient
 * is a part of the gradient buffer, so that clipping and an optimiser step are a few operations on
 * whole buffers instead of hundreds on small tensors.
 *
 * <p>Owns its native tensors; closed with its graph.
 */
final class FlatParameters implements AutoCloseable {
  private final Map<String, Shape> shapes;
  private final Map<String, Tensor> leaves = new LinkedHashMap<>();
  private final Tensor values;
  private final Tensor gradients;
  private final Tensor momenta;

  /** 1 for the elements of tensors with more than one dimension, 0 for the others. */
  private final Tensor weights;

  FlatParameters(Map<String, Shape> shapes, NamedTensors initial) {
    this.shapes = shapes;
    long size = shapes.values().stream().mapToLong(Shape::elements).sum();
    try (PointerScope scope = new PointerScope()) {
      values = kept(torch.zeros(size));
      gradients = kept(torch.zeros(size));
      momenta = kept(torch.zeros(size));
      weights = kept(torch.zeros(size));
      shapes.forEach(
          (name, shape) -> {
            Tensor leaf = part(values, name).detach();
            leaf.requires_grad_(true);
            leaf.mutable_grad().put(part(gradients, name));
            leaves.put(name, kept(leaf));
            if (shape.rank() > 1) {
              part(weights, name).fill_(new Scalar(1));
            }
          });
      write(values, "", initial);
    }
  }

  private static Tensor kept(Tensor tensor) {
    tensor.retainReference();
    return tensor;
  }

  private Tensor part(Tensor buffer, String name) {
    long offset = 0;
    for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
      Shape shape = entry.getValue();
      if (entry.getKey().equals(name)) {
        return buffer.narrow(0, offset, shape.elements()).view(shape.toLongArray());
      }
      offset += shape.elements();
    }
    throw new IllegalArgumentException("no learned tensor \"" + name + "\"");
  }

  /** The leaf that the forward pass uses. */
  Tensor leaf(String name) {
    Tensor leaf = leaves.get(name);
    if (leaf == null) {
      throw new IllegalArgumentException("no learned tensor \"" + name + "\"");
    }
    return leaf;
  }

  void clearGradients() {
    gradients.zero_();
  }

  /**
   * One step of stochastic gradient descent: gradients are scaled down to a global L2 norm of at
   * most {@code clipNorm}, then {@code v = momentum v + (g + weightDecay w)}, {@code w = w -
   * learningRate v}; {@code weightDecay} is 0 for tensors outside the recipe's {@link DecayScope}.
   */
  void step(Recipe recipe, double learningRate) {
    try (NoGradGuard guard = new NoGradGuard()) {
      double norm = gradients.norm().item_double();
      if (norm > recipe.clipNorm()) {
        gradients.mul_(new Scalar(recipe.clipNorm() / (norm + 1e-6)));
      }
      momenta.mul_(new Scalar(recipe.momentum()));
      momenta.add_(gradients);
      Scalar decay = new Scalar(recipe.weightDecay());
      switch (recipe.decayScope()) {
        case ALL -> momenta.add_(values, decay);
        case WEIGHTS -> momenta.addcmul_(values, weights, decay);
      }
      values.add_(momenta, new Scalar(-learningRate));
    }
  }

  /** Copies values and, under names with this prefix, momenta to Java. */
  void read(String momentumPrefix, Map<String, FloatTensor> target) {
    try (PointerScope scope = new PointerScope()) {
      shapes.forEach((name, shape) -> target.put(name, Torch.toJava(part(values, name), shape)));
      shapes.forEach(
          (name, shape) ->
              target.put(momentumPrefix + name, Torch.toJava(part(momenta, name), shape)));
    }
  }

  /** Replaces values and momenta by what {@link #read} gave. */
  void restore(String momentumPrefix, NamedTensors source) {
    try (PointerScope scope = new PointerScope()) {
      write(values, "", source);
      write(momenta, momentumPrefix, source);
    }
  }

  private void write(Tensor buffer, String prefix, NamedTensors source) {
    try (NoGradGuard guard = new NoGradGuard()) {
      shapes.forEach(
          (name, shape) -> {
            float[] array = source.get(prefix + name, shape).values();
            part(buffer, name).copy_(Torch.tensor(array, shape.toLongArray()));
          });
    }
  }

  @Override
  public void close() {
    leaves.values().forEach(Tensor::releaseReference);
    values.releaseReference();
    gradients.releaseReference();
    momenta.releaseReference();
    weights.releaseReference();
  }
}
