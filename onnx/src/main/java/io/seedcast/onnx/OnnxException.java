package io.seedcast.onnx;

import io.seedcast.core.failure.SeedcastException;
import org.jspecify.annotations.Nullable;

/**
 * A network could not be written as ONNX, opened or run. Codes: {@code onnx.write}, {@code
 * onnx.read}, {@code onnx.format}, {@code onnx.open} and {@code onnx.run}.
 */
public final class OnnxException extends SeedcastException {
  private static final long serialVersionUID = 1;

  private OnnxException(Kind kind, String code, String message, @Nullable Throwable cause) {
    super(kind, code, message, cause);
  }

  /** A file could not be written, as on a full disk. */
  static OnnxException write(String message, @Nullable Throwable cause) {
    return new OnnxException(Kind.FAILED, "onnx.write", message, cause);
  }

  /** A file is missing, or could not be read. */
  static OnnxException read(String message, @Nullable Throwable cause) {
    return new OnnxException(Kind.REFUSED, "onnx.read", message, cause);
  }

  /** A file is not ONNX, or not of a network that this package runs. */
  static OnnxException format(String message, @Nullable Throwable cause) {
    return new OnnxException(Kind.REFUSED, "onnx.format", message, cause);
  }

  /** ONNX Runtime could not be started or given a network, as for lack of memory. */
  static OnnxException open(String message, Throwable cause) {
    return new OnnxException(Kind.FAILED, "onnx.open", message, cause);
  }

  /** ONNX Runtime failed while it ran a network. */
  static OnnxException run(String message, Throwable cause) {
    return new OnnxException(Kind.FAILED, "onnx.run", message, cause);
  }
}
