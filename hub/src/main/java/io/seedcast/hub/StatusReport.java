package io.seedcast.hub;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a device says about itself: the body of {@code POST /v1/devices/ID/reports}. Everything but
 * model and state may be missing; a hub passes over names that it does not know.
 *
 * @param model the model's name
 * @param state {@code running}: the version named here is in use; {@code failed}: it could not be
 *     put in use; {@code rolled-back}: it was in use, failed, and the one before it is in use again
 * @param version of the model
 * @param manifestDigest of the version's package, {@code sha256:} and 64 hexadecimal digits
 * @param activeVersion what is in use, if anything is
 * @param mode {@code stored} or {@code dynamic}
 * @param regrownDigest of the regrown tensors, 64 hexadecimal digits
 * @param regrowMillis time to regrow, or to read what was regrown before
 * @param latencyMillisPerImage time to predict
 * @param bytesFetched from the hub for this version
 * @param bytesOnDisk of everything the device keeps
 * @param peakMemoryBytes of the device's process
 * @param images number of images predicted
 * @param accuracy a fraction of them
 * @param predictionsDigest SHA-256 of the predicted classes, each as a big-endian int32
 * @param error what went wrong, if something did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StatusReport(
    String model,
    String state,
    @Nullable String version,
    @Nullable String manifestDigest,
    @Nullable String activeVersion,
    @Nullable String mode,
    @Nullable String regrownDigest,
    @Nullable Double regrowMillis,
    @Nullable Double latencyMillisPerImage,
    @Nullable Long bytesFetched,
    @Nullable Long bytesOnDisk,
    @Nullable Long peakMemoryBytes,
    @Nullable Long images,
    @Nullable Double accuracy,
    @Nullable String predictionsDigest,
    @Nullable Failure error) {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> STATES = List.of("running", "failed", "rolled-back");
  private static final List<String> MODES = List.of("stored", "dynamic");
  private static final int MAX_TEXT = 128;
  private static final int MAX_MESSAGE = 2000;

  /** A failure: its stable code, and a text for people. */
  public record Failure(String code, String message) {
    public Failure {
      requireText("error.code", code, MAX_TEXT);
      requireText("error.message", message, MAX_MESSAGE);
    }
  }

  public StatusReport {
    requireText("model", model, MAX_TEXT);
    requireOneOf("state", state, STATES);
    if (mode != null) {
      requireOneOf("mode", mode, MODES);
    }
    if (version != null) {
      requireText("version", version, MAX_TEXT);
    }
    if (activeVersion != null) {
      requireText("activeVersion", activeVersion, MAX_TEXT);
    }
    if (manifestDigest != null && !Names.isDigest(manifestDigest)) {
      throw invalid("manifestDigest", "sha256: and 64 hexadecimal digits", manifestDigest);
    }
    requireHex("regrownDigest", regrownDigest);
    requireHex("predictionsDigest", predictionsDigest);
    requireNotNegative("regrowMillis", regrowMillis);
    requireNotNegative("latencyMillisPerImage", latencyMillisPerImage);
    requireNotNegative("bytesFetched", bytesFetched);
    requireNotNegative("bytesOnDisk", bytesOnDisk);
    requireNotNegative("peakMemoryBytes", peakMemoryBytes);
    requireNotNegative("images", images);
    requireNotNegative("accuracy", accuracy);
    if (accuracy != null && accuracy > 1) {
      throw invalid("accuracy", "a fraction from 0 to 1", accuracy.toString());
    }
  }

  private static void requireText(String name, @Nullable String value, int maxLength) {
    if (value == null || value.isBlank() || value.length() > maxLength) {
      throw invalid(name, "a text of 1 to " + maxLength + " characters", value);
    }
  }

  private static void requireOneOf(String name, @Nullable String value, List<String> accepted) {
    if (value == null || !accepted.contains(value)) {
      throw invalid(name, "one of " + accepted, value);
    }
  }

  private static void requireHex(String name, @Nullable String value) {
    if (value != null && !HEX.matcher(value).matches()) {
      throw invalid(name, "64 hexadecimal digits", value);
    }
  }

  private static void requireNotNegative(String name, @Nullable Number value) {
    if (value != null && !(value.doubleValue() >= 0 && Double.isFinite(value.doubleValue()))) {
      throw invalid(name, "a number of at least 0", value.toString());
    }
  }

  private static IllegalArgumentException invalid(
      String name, String accepted, @Nullable String value) {
    return new IllegalArgumentException(
        name
            + " must be "
            + accepted
            + ": got "
            + (value == null ? "nothing" : Names.quote(value)));
  }
}
