package io.seedcast.cli;

import io.seedcast.core.network.Cost;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

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
    fields().forEach(result::with);
    result.line("costs           " + text());
  }

  /** The fields of a document, in order. */
  Map<String, Long> fields() {
    Map<String, Long> fields = new LinkedHashMap<>();
    fields.put("sentBytes", sentBytes);
    fields.put("macs", macs);
    fields.put("storedBytes", storedBytes);
    return fields;
  }

  /** All three, in words. */
  String text() {
    return String.format(
        Locale.ROOT,
        "%,d bytes to send, %,d MACs an image, %,d bytes to store",
        sentBytes,
        macs,
        storedBytes);
  }
}
