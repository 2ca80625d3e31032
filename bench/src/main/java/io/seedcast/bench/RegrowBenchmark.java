package io.seedcast.bench;

import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to regrow ResNet18 at full width, exponents drawn and learned tensors copied included.
 * {@code coldProcess} is the first time in a process, as on a device that starts.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@NullUnmarked // JMH sets the fields.
public class RegrowBenchmark {

  /** Which convolutions are generated. */
  @Param({"stride1", "3x3", "all"})
  public String replacement;

  /** Threads to regrow with. */
  @Param({"1", "2"})
  public int threads;

  private Network network;
  private NamedTensors sent;

  /** Makes the learned tensors. */
  @Setup
  public void prepare() {
    network = Sample.resNet18(replacement, 1);
    sent = Sample.sent(network);
  }

  /** Regrows the network in a process that has done so before. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @Fork(1)
  @Warmup(iterations = 3, time = 1)
  @Measurement(iterations = 5, time = 1)
  public RegrownNetwork warmProcess() {
    return Regrower.regrow(network, sent, threads);
  }

  /** Regrows the network for the first time. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Fork(5)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  public RegrownNetwork coldProcess() {
    return Regrower.regrow(network, sent, threads);
  }
}
