package io.seedcast.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.core.failure.SeedcastException;
import org.jspecify.annotations.Nullable;

/**
 * What a device tells about itself, and the body of {@code POST /v1/devices/ID/reports}: these
 * names, without those that are null.
 *
 * @param state whether the version named here runs, failed to, or was rolled back
 * @param version that this is about; null if it is not known
 * @param activeVersion that is in use; null if none is
 * @param regrowMillis time to regrow, or to read and verify what was regrown before
 * @param bytesFetched over the network by the update that put the version in use
 * @param bytesOnDisk of the whole state directory
 * @param peakMemoryBytes of this process, where the system tells
 * @param images that were predicted
 * @param accuracy a fraction of them
 * @param predictionsDigest see {@link Predictions#digest}
 */
public record DeviceReport(
    String model,
    State state,
    @Nullable Long version,
    @Nullable String manifestDigest,
    @Nullable Long activeVersion,
    Mode mode,
    @Nullable String regrownDigest,
    @Nullable Double regrowMillis,
    @Nullable Double latencyMillisPerImage,
    @Nullable Long bytesFetched,
    long bytesOnDisk,
    @Nullable Long peakMemoryBytes,
    @Nullable Long images,
    @Nullable Double accuracy,
    @Nullable String predictionsDigest,
    @Nullable Failure error) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MAX_MESSAGE = 2000;

  /** How a version fares. */
  public enum State {
    /** It is in use. */
    RUNNING("running"),
    /** It could not be put in use. */
    FAILED("failed"),
    /** It was in use, failed, and the one before it is in use again. */
    ROLLED_BACK("rolled-back");

    private final String id;

    State(String id) {
      this.id = id;
    }

    /** The name in reports. */
    public String id() {
      return id;
    }
  }

  /**
   * What went wrong.
   *
   * @param code stable, as in {@code device.offline}
   */
  public record Failure(String code, String message) {
    static Failure of(SeedcastException e) {
      String message = String.valueOf(e.getMessage());
      return new Failure(
          e.code(), message.substring(0, StrictMath.min(message.length(), MAX_MESSAGE)));
    }
  }

  /**
   * Returns a copy that tells of predictions.
   *
   * @param accuracy a fraction, or null if the images have no labels
   */
  public DeviceReport withPredictions(Predictions predictions, @Nullable Double accuracy) {
    return new DeviceReport(
        model,
        state,
        version,
        manifestDigest,
        activeVersion,
        mode,
        regrownDigest,
        regrowMillis,
        predictions.millisPerImage(),
        bytesFetched,
        bytesOnDisk,
        peakMemoryBytes,
        (long) predictions.classes().length,
        accuracy,
        predictions.digest(),
        error);
  }

  /** The report as JSON. */
  public byte[] toJson() {
    ObjectNode json = JSON.createObjectNode().put("model", model).put("state", state.id());
    put(json, "version", version == null ? null : version.toString());
    put(json, "manifestDigest", manifestDigest);
    put(json, "activeVersion", activeVersion == null ? null : activeVersion.toString());
    put(json, "mode", mode.id());
    put(json, "regrownDigest", regrownDigest);
    put(json, "regrowMillis", regrowMillis);
    put(json, "latencyMillisPerImage", latencyMillisPerImage);
    put(json, "bytesFetched", bytesFetched);
    put(json, "bytesOnDisk", bytesOnDisk);
    put(json, "peakMemoryBytes", peakMemoryBytes);
    put(json, "images", images);
    put(json, "accuracy", accuracy);
    put(json, "predictionsDigest", predictionsDigest);
    if (error != null) {
      json.putObject("error").put("code", error.code()).put("message", error.message());
    }
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always JSON", e);
    }
  }

  private static void put(ObjectNode json, String name, @Nullable Object value) {
    if (value != null) {
      json.set(name, JSON.valueToTree(value));
    }
  }
}
