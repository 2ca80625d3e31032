package io.seedcast.cli;

import io.seedcast.core.network.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the demo found out.
 *
 * @param cloudAccuracy of the regrown MonoCNN in the cloud's process
 * @param deviceAccuracy of the same network in the device's process
 * @param predictionsEqual whether both predicted the same class for every image
 * @param sentBytes the MonoCNN's learned tensors as float32
 * @param fetchedBytes what the device fetched over the network, description and probe included
 * @param plainBytes the plain CNN as float32
 */
record DemoOutcome(
    Cost mono,
    Cost plain,
    double cloudAccuracy,
    double plainAccuracy,
    double deviceAccuracy,
    boolean predictionsEqual,
    boolean regrownDigestEqual,
    long sentBytes,
    long fetchedBytes,
    long plainBytes,
    double regrowMillis,
    double latencyMillisPerImage) {

  /** A line of the table: what, for the MonoCNN, for the plain CNN. */
  record Row(String what, String mono, String plain) {}

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("accuracy in the cloud", percent(cloudAccuracy), percent(plainAccuracy)));
    rows.add(new Row("accuracy on the device", percent(deviceAccuracy), ""));
    rows.add(new Row("predictions equal", predictionsEqual ? "yes, all" : "NO", ""));
    rows.add(new Row("regrown bits equal", regrownDigestEqual ? "yes, all" : "NO", ""));
    rows.add(new Row("parameters learned", count(mono.learnable()), count(plain.learnable())));
    rows.add(new Row("parameters generated", count(mono.generated()), count(plain.generated())));
    rows.add(new Row("parameters drawn", count(mono.drawn()), count(plain.drawn())));
    rows.add(new Row("bytes sent, float32", count(sentBytes), count(plainBytes)));
    rows.add(new Row("bytes fetched by the device", count(fetchedBytes), ""));
    rows.add(
        new Row(
            "fetched against plain float32", percent(fetchedBytes / (double) plainBytes), "100 %"));
    rows.add(new Row("MACs an image", count(mono.macs()), count(plain.macs())));
    rows.add(new Row("bytes to store", count(mono.storedBytes()), count(plain.storedBytes())));
    rows.add(new Row("time to regrow", String.format(Locale.ROOT, "%.0f ms", regrowMillis), ""));
    rows.add(
        new Row(
            "latency per image", String.format(Locale.ROOT, "%.2f ms", latencyMillisPerImage), ""));
    return rows;
  }

  Result toResult() {
    Result result =
        new Result()
            .with("cloudAccuracy", cloudAccuracy)
            .with("deviceAccuracy", deviceAccuracy)
            .with("plainAccuracy", plainAccuracy)
            .with("predictionsEqual", predictionsEqual)
            .with("regrownDigestEqual", regrownDigestEqual)
            .with("learnable", mono.learnable())
            .with("generated", mono.generated())
            .with("drawn", mono.drawn())
            .with("sentBytes", sentBytes)
            .with("fetchedBytes", fetchedBytes)
            .with("plainBytes", plainBytes)
            .with("macs", mono.macs())
            .with("storedBytes", mono.storedBytes())
            .with("regrowMillis", regrowMillis)
            .with("latencyMillisPerImage", latencyMillisPerImage);
    result.line(String.format(Locale.ROOT, "%-30s %14s %14s", "", "MonoCNN", "plain CNN"));
    for (Row row : rows()) {
      result.line(
          String.format(Locale.ROOT, "%-30s %14s %14s", row.what(), row.mono(), row.plain())
              .stripTrailing());
    }
    return result;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }

  private static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
