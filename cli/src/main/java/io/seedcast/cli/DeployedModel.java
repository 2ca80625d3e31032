package io.seedcast.cli;

import io.seedcast.artifact.PackageReader;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.StoredPackage;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Cost;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as a device will hold it, regrown from what is sent, whether that comes from a run or
 * from a package.
 *
 * @param sent the tensors it was regrown from
 * @param sentBytes a package's parts as stored; for a run, {@code Cost.sentBytes}
 * @param regrowMillis time to regrow
 */
record DeployedModel(
    Network network,
    List<String> labels,
    NamedTensors sent,
    RegrownNetwork regrown,
    long sentBytes,
    double regrowMillis) {

  /** What it costs. */
  Indicators indicators() {
    return Indicators.of(Cost.of(network), sentBytes);
  }

  /**
   * Opens a run folder or a package.
   *
   * @param trustedKey a package must be signed by it; without one any intact package is accepted
   */
  static DeployedModel open(Path path, @Nullable Path trustedKey) {
    if (RunFolder.holdsRun(path)) {
      if (trustedKey != null) {
        throw new IllegalArgumentException(
            "--trust is about a package's signature: " + path + " is a run folder");
      }
      return of(RunFolder.open(path), Precision.FLOAT32);
    }
    if (!Files.exists(path)) {
      throw new SeedcastException(
          Kind.REFUSED, "model.missing", path + ": there is no such run folder or package");
    }
    StoredPackage stored = PackageReader.read(path, TrustOption.in(trustedKey), Clock.systemUTC());
    return regrow(
        stored.model().network(),
        stored.model().labels(),
        stored.model().sent(),
        stored.header().packedBytes());
  }

  /** Regrows a run from its learned tensors in this precision. */
  static DeployedModel of(RunFolder run, Precision precision) {
    NamedTensors sent = precision.round(SentTensors.fold(run.network(), run.tensors()));
    return regrow(run.network(), run.info().classNames(), sent, Cost.of(run.network()).sentBytes());
  }

  private static DeployedModel regrow(
      Network network, List<String> labels, NamedTensors sent, long sentBytes) {
    long start = System.nanoTime();
    RegrownNetwork regrown =
        Regrower.regrow(network, sent, Runtime.getRuntime().availableProcessors());
    double millis = (System.nanoTime() - start) / 1e6;
    return new DeployedModel(network, labels, sent, regrown, sentBytes, millis);
  }
}
