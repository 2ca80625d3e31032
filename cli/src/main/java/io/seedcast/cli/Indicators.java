package io.seedcast.cli;

import io.seedcast.core.network.Cost;
import java.util.Locale;

/**
 * The three costs that a network is judged by beside its accuracy. Source: the ReFrame paper's
 * indicators of communication, computation and storage.
 *
 * @param sentBytes what a device fetches for it
 * @param macs multiply-accumulates for one image
 * @param storedBytes what a device holds that stores the regrown tensors
 */
record Indicators(long sentBytes, long macs, long storedBytes) {

  /** Of a network of which everything learned is sent as it is. */
  static Indicators of(Cost cost) {
    return of(cost, cost.sentBytes());
  }

  /** Of a network that is sent in so many bytes. */
  static Indicators of(Cost cost, long sentBytes) {
    return new Indicators(sentBytes, cost.macs(), cost.storedBytes());
  }

  /** Adds the fields {@code sentBytes}, {@code macs} and {@code storedBytes}, and a line. */
  void addTo(Result result) {
    result
        .with("sentBytes", sentBytes)
        .with("macs", macs)
        .with("storedBytes", storedBytes)
        .line(
            String.format(
                Locale.ROOT,
                "costs           %,d bytes to send, %,d MACs an image, %,d bytes to store",
                sentBytes,
                macs,
                storedBytes));
  }
}
