package io.seedcast.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.seedcast.core.file.AtomicFile;
import io.seedcast.core.regrow.RegrownNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a regrown network as a plain ONNX file: operator set 13, IR version 7, all values inside.
 *
 * <p>Input {@code input}: float32 (N, channels, height, width), pixels on [0, 1]. Output {@code
 * logits}: float32 (N, classes). Metadata: {@code seedcast.network} and {@code seedcast.method}
 * from the description, {@code seedcast.digest}, the regrown digest, and {@code seedcast.labels},
 * the class names in order, one a line.
 */
public final class OnnxExport {

  /** A protocol buffer holds less than 2 GiB; the graph itself is a few kilobytes of it. */
  private static final long MAX_WEIGHT_BYTES = Integer.MAX_VALUE - (1L << 20);

  private OnnxExport() {}

  /**
   * Writes a file, replacing one that is there. It appears whole or not at all.
   *
   * @param labels class names, as many as the network has classes; none contains a line break
   * @throws IllegalArgumentException if the labels do not fit, or the values exceed 2 GiB
   * @throws OnnxException with code {@code onnx.write} if it cannot be written
   */
  public static void write(RegrownNetwork regrown, List<String> labels, Path file) {
    int classes = regrown.network().outputShape().elements();
    if (labels.size() != classes) {
      throw new IllegalArgumentException(
          "the network has " + classes + " classes: got " + labels.size() + " labels");
    }
    for (String label : labels) {
      if (label.lines().count() > 1 || label.endsWith("\n")) {
        throw new IllegalArgumentException("a label must be one line: got \"" + label + "\"");
      }
    }
    long bytes = regrown.tensors().elements() * Float.BYTES;
    if (bytes > MAX_WEIGHT_BYTES) {
      throw new IllegalArgumentException(
          "an ONNX file holds at most " + MAX_WEIGHT_BYTES + " bytes of weights: got " + bytes);
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("seedcast.network", regrown.network().architecture());
    metadata.put("seedcast.method", regrown.network().method());
    metadata.put("seedcast.digest", regrown.digest());
    metadata.put("seedcast.labels", String.join("\n", labels));
    writeAtomically(OnnxWriter.complete(regrown, metadata), file);
  }

  private static void writeAtomically(ModelProto model, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || Files.isDirectory(file)) {
      throw OnnxException.write(file + ": cannot be written: it is a directory", null);
    }
    try {
      AtomicFile.write(file, model::writeTo);
    } catch (IOException e) {
      throw OnnxException.write(file + ": cannot be written: " + e, e);
    }
  }
}
