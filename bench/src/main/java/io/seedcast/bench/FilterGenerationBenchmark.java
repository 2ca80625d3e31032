package io.seedcast.bench;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.regrow.FilterGenerator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per weight of each generation function, one thread, on a layer of 256 filters of 256
 * channels. {@code warmedWith = all} first runs every function, as a process with several models
 * would.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@NullUnmarked // JMH sets the fields.
public class FilterGenerationBenchmark {
  static final int CHANNELS = 256;
  private static final int KERNEL_SIZE = 3;
  static final int WEIGHTS = CHANNELS * CHANNELS * KERNEL_SIZE * KERNEL_SIZE;
  private static final int ROUNDS_TO_WARM_UP = 10;
  private static final float[] NO_FACTORS = {};

  /** The function that is timed. */
  @Param({"MONOMIAL", "GAUSSIAN", "MULTIQUADRIC", "INVERSE_QUADRATIC", "INVERSE_MULTIQUADRIC"})
  public GenerationFunction function;

  /** Which functions the process has run before: {@code itself} or {@code all}. */
  @Param({"itself", "all"})
  public String warmedWith;

  private final float[] bank = new float[WEIGHTS];
  private FilterGenerator generator;

  /** Prepares the layer. */
  @Setup
  public void prepare() {
    generator = generator(function);
    if (warmedWith.equals("all")) {
      for (int round = 0; round < ROUNDS_TO_WARM_UP; round++) {
        for (GenerationFunction other : GenerationFunction.values()) {
          generator(other).generate(0, CHANNELS, NO_FACTORS, bank);
        }
      }
    }
  }

  /** A layer ready to be regrown. */
  static FilterGenerator generator(GenerationFunction function) {
    FilterRule rule = new FilterRule(function, 1, 1, 1, 7, FilterNormalization.STANDARDIZE, false);
    Generated layer =
        new Generated(
            Shape.of(CHANNELS, CHANNELS, KERNEL_SIZE, KERNEL_SIZE),
            rule,
            new Seed(StreamAlgorithm.PHILOX4X32_10, 1),
            Initialisation.Uniform.ofFanIn(CHANNELS * KERNEL_SIZE * KERNEL_SIZE));
    float[] seeds = new float[layer.seedShape().elements()];
    Philox.of(1, 1).fillNormal(seeds);
    return FilterGenerator.of(layer, FloatTensor.of(layer.seedShape(), seeds));
  }

  /** Regrows the layer. */
  @Benchmark
  @OperationsPerInvocation(WEIGHTS)
  public float[] weight() {
    generator.generate(0, CHANNELS, NO_FACTORS, bank);
    return bank;
  }
}
