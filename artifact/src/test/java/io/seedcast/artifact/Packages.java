package io.seedcast.artifact;

import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.regrow.Regrower;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small packages for tests. */
final class Packages {
  static final Instant CREATED = Instant.parse("2026-01-31T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(CREATED.plusSeconds(60), ZoneOffset.UTC);

  private Packages() {}

  /** Version 3 of a tiny network; float16, never expiring. */
  static ModelPackage tiny() {
    return of(new Release("tiny-mono", 3, CREATED, null), Precision.FLOAT16);
  }

  static ModelPackage of(Release release, Precision precision) {
    return of(release, Networks.tiny(), precision);
  }

  static ModelPackage of(Network network, Precision precision) {
    return of(new Release("other", 1, CREATED, null), network, precision);
  }

  private static ModelPackage of(Release release, Network network, Precision precision) {
    NamedTensors sent = precision.round(Networks.sent(network, 5));
    return new ModelPackage(
        release,
        network,
        List.of("disc", "ring", "square", "cross", "star", "stripes", "größe")
            .subList(0, network.outputShape().elements()),
        precision,
        sent,
        probe(network),
        Regrower.regrow(network, sent, 1).digest(),
        new TreeMap<>(Map.of("command", "seedcast pack", "data.digest", "sha256:00")));
  }

  private static Probe probe(Network network) {
    byte[] first = new byte[network.input().elements()];
    byte[] second = new byte[network.input().elements()];
    for (int i = 0; i < first.length; i++) {
      first[i] = (byte) (i * 37);
      second[i] = (byte) (i * 101 + 5);
    }
    return Probe.of(
        network.input(),
        List.of(first, second),
        List.of(
            Arrays.copyOf(new float[] {1, 2, 3, 4, 5, 6, 7}, network.outputShape().elements()),
            Arrays.copyOf(
                new float[] {-1, 0, 1e-3f, 2, 7, 1, 9}, network.outputShape().elements())),
        1e-3f);
  }
}
