package io.seedcast.core.regrow;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Shift;
import io.seedcast.core.network.Parameter;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.ParameterSource.Learned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Computes every tensor of a network from its description and the tensors that were sent.
 *
 * <p>A pure function: equal arguments give equal bits on every platform and for any number of
 * threads. The scale of a batch normalisation directly behind a convolution is multiplied into the
 * filters (in double, before their one rounding if they are generated) and its shift becomes the
 * convolution's bias, so that inference pays nothing for it.
 */
public final class Regrower {
  private static final int WEIGHTS_PER_TASK = 1 << 16;
  private static final float[] NO_FACTORS = {};

  private final Network network;
  private final NamedTensors sent;
  private final Map<String, Node> normalizationOfConvolution = new HashMap<>();
  private final Map<String, FloatTensor> tensors = new LinkedHashMap<>();
  private final List<Runnable> tasks = new ArrayList<>();

  private Regrower(Network network, NamedTensors sent) {
    this.network = network;
    this.sent = sent;
    for (Node node : network.nodes()) {
      network
          .convolutionFoldedWith(node)
          .ifPresent(convolution -> normalizationOfConvolution.put(convolution.name(), node));
    }
  }

  /**
   * Regrows a network.
   *
   * @param sent the tensors named by {@link SentTensors#shapes}
   * @param threads at least 1; the result does not depend on it
   * @throws IllegalArgumentException if a sent tensor is not as {@link SentTensors#require} wants
   *     it
   */
  public static RegrownNetwork regrow(Network network, NamedTensors sent, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: got " + threads);
    }
    SentTensors.require(network, sent);
    Regrower regrower = new Regrower(network, sent);
    network.nodes().forEach(regrower::plan);
    run(regrower.tasks, threads);
    return new RegrownNetwork(network, NamedTensors.of(regrower.tensors));
  }

  private void plan(Node node) {
    if (node.operation() instanceof Convolution convolution) {
      planConvolution(node, convolution);
    } else if (node.operation() instanceof BatchNormalization) {
      if (network.convolutionFoldedWith(node).isEmpty()) {
        copy(SentTensors.scaleOf(node));
        copy(SentTensors.shiftOf(node));
      }
    } else if (node.operation() instanceof Shift shift) {
      Parameter offsets = node.parameters().get(0);
      tensors.put(node.name() + ".kernel", ShiftKernel.of(shift, valueOf(offsets)));
    } else {
      node.parameters().forEach(parameter -> tensors.put(parameter.name(), valueOf(parameter)));
    }
  }

  /** The value of a tensor that is not a filter bank. */
  private FloatTensor valueOf(Parameter parameter) {
    if (parameter.source() instanceof Drawn drawn) {
      return DrawnTensor.of(drawn);
    } else if (parameter.source() instanceof Learned) {
      return sent.get(parameter.learnedName());
    }
    throw new IllegalArgumentException(
        "tensor \"" + parameter.name() + "\": only a convolution's filters can be generated");
  }

  private void planConvolution(Node node, Convolution convolution) {
    Parameter parameter = node.parameters().get(0);
    Node normalization = normalizationOfConvolution.get(node.name());
    float[] factors =
        normalization == null ? NO_FACTORS : sent.get(SentTensors.scaleOf(normalization)).values();
    float[] bank = new float[convolution.weight().shape().elements()];
    tensors.put(parameter.name(), FloatTensor.of(convolution.weight().shape(), bank));
    int filterSize = bank.length / convolution.outChannels();
    if (convolution.weight() instanceof Generated generated) {
      FilterGenerator generator = FilterGenerator.of(generated, sent.get(parameter.learnedName()));
      split(
          convolution.outChannels(),
          filterSize,
          (from, to) -> generator.generate(from, to, factors, bank));
    } else {
      float[] weights = valueOf(parameter).values();
      split(
          convolution.outChannels(),
          filterSize,
          (from, to) -> scale(weights, from, to, filterSize, factors, bank));
    }
    if (normalization != null) {
      FloatTensor shift = sent.get(SentTensors.shiftOf(normalization));
      tensors.put(node.name() + ".bias", shift);
    }
  }

  private void copy(String name) {
    tensors.put(name, sent.get(name));
  }

  /** Computes the filters from one number up to, not including, another. */
  @FunctionalInterface
  private interface FilterTask {
    void compute(int from, int to);
  }

  private void split(int filters, int filterSize, FilterTask task) {
    int step = StrictMath.max(1, WEIGHTS_PER_TASK / filterSize);
    for (int from = 0; from < filters; from += step) {
      int first = from;
      int end = StrictMath.min(filters, from + step);
      tasks.add(() -> task.compute(first, end));
    }
  }

  private static void scale(
      float[] weights, int from, int to, int filterSize, float[] factors, float[] bank) {
    for (int filter = from; filter < to; filter++) {
      double factor = factors.length == 0 ? 1 : factors[filter];
      for (int i = filter * filterSize; i < (filter + 1) * filterSize; i++) {
        bank[i] = (float) (weights[i] * factor);
      }
    }
  }

  private static void run(List<Runnable> tasks, int threads) {
    if (threads == 1) {
      tasks.forEach(Runnable::run);
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> futures = new ArrayList<>();
      for (Runnable task : tasks) {
        futures.add(executor.submit(task));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while regrowing", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("regrowing failed: " + e.getCause(), e);
    } finally {
      executor.shutdownNow();
    }
  }
}
