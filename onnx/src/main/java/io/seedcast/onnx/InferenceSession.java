package io.seedcast.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.RegrownNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * A network that is ready to predict, run by ONNX Runtime on the CPU.
 *
 * <p>A regrown network is opened without a file: ONNX Runtime gets the weightless graph, and the
 * tensors as external initializers in direct buffers that it reads in place ({@code
 * SessionOptions.addExternalInitializers}; it refuses memory of its own there, and {@code
 * addInitializer} still looks for the file). It may read the buffers as long as it runs, so they
 * live as long as the session. The regrown network itself is not kept: a caller who drops it leaves
 * one copy of the values in these buffers and the one that ONNX Runtime rearranges for its kernels.
 *
 * <p>Thread-safe: calls take turns, and each uses all of the session's threads. One native input
 * buffer is reused.
 */
public final class InferenceSession implements AutoCloseable {

  /** Images run at once: enough to keep the kernels busy, few enough to bound the memory. */
  private static final int MAX_BATCH = 32;

  private static final float[] PIXELS = new float[256];

  static {
    for (int i = 0; i < PIXELS.length; i++) {
      PIXELS[i] = i / 255f;
    }
  }

  private final String name;
  private final OrtSession session;
  private final List<OnnxTensor> initializers;
  private final Shape input;
  private final Shape output;
  private final String inputName;
  private FloatBuffer buffer = directFloats(0);
  private boolean closed;

  private InferenceSession(
      String name, OrtSession session, List<OnnxTensor> initializers, Shape input, Shape output) {
    this.name = name;
    this.session = session;
    this.initializers = initializers;
    this.inputName = session.getInputNames().iterator().next();
    this.input = input;
    this.output = output;
  }

  /**
   * Opens a regrown network in memory.
   *
   * @param threads at least 1; with another number, logits may differ in their last bits
   * @throws OnnxException with code {@code onnx.open} if ONNX Runtime does not take it
   */
  public static InferenceSession open(RegrownNetwork regrown, int threads) {
    requireThreads(threads);
    Network network = regrown.network();
    String name = network.architecture() + "-" + network.method();
    ModelProto model = OnnxWriter.weightless(regrown);
    Map<String, OnnxTensorLike> initializers = new LinkedHashMap<>();
    List<OnnxTensor> owned = new ArrayList<>();
    boolean opened = false;
    try (OrtSession.SessionOptions options = options(threads)) {
      for (TensorProto declared : model.getGraph().getInitializerList()) {
        if (declared.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
          float[] values = regrown.tensors().get(declared.getName()).values();
          OnnxTensor tensor =
              tensor(directFloats(values.length).put(values).flip(), dimensions(declared));
          owned.add(tensor);
          initializers.put(declared.getName(), tensor);
        }
      }
      options.addExternalInitializers(initializers);
      OrtSession session = environment().createSession(model.toByteArray(), options);
      opened = true;
      return new InferenceSession(name, session, owned, network.input(), network.outputShape());
    } catch (OrtException e) {
      throw OnnxException.open("network " + name + " could not be opened: " + e.getMessage(), e);
    } finally {
      if (!opened) {
        owned.forEach(OnnxTensor::close);
      }
    }
  }

  /**
   * Opens an ONNX file with one float32 input (N, channels, height, width) and one float32 output
   * (N, ...), such as {@link OnnxExport} writes.
   *
   * @param threads at least 1; with another number, logits may differ in their last bits
   * @throws OnnxException with code {@code onnx.read} if there is no such file, {@code onnx.format}
   *     if it is not such a network
   */
  public static InferenceSession open(Path file, int threads) {
    requireThreads(threads);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw OnnxException.read(file + ": no such file, or it cannot be read", null);
    }
    try (OrtSession.SessionOptions options = options(threads)) {
      return of(file, environment().createSession(file.toString(), options));
    } catch (OrtException e) {
      throw OnnxException.format(
          file + ": not an ONNX file that this runtime reads: " + e.getMessage(), e);
    }
  }

  private static InferenceSession of(Path file, OrtSession session) throws OrtException {
    boolean opened = false;
    try {
      Shape input = perImage(file, "input", session.getInputInfo());
      Shape output = perImage(file, "output", session.getOutputInfo());
      if (input.rank() != 3) {
        throw OnnxException.format(
            file + ": the input must be (N, channels, height, width): got N x " + input, null);
      }
      InferenceSession inference =
          new InferenceSession(file.toString(), session, new ArrayList<>(), input, output);
      opened = true;
      return inference;
    } finally {
      if (!opened) {
        session.close();
      }
    }
  }

  private static Shape perImage(Path file, String role, Map<String, NodeInfo> infos) {
    if (infos.size() == 1
        && infos.values().iterator().next().getInfo() instanceof TensorInfo info
        && info.type == OnnxJavaType.FLOAT) {
      long[] shape = info.getShape();
      if (shape.length > 1 && shape[0] == -1 && Arrays.stream(shape).skip(1).allMatch(d -> d > 0)) {
        return perImage(file, role, shape);
      }
    }
    throw OnnxException.format(
        file
            + ": a network must have one float32 "
            + role
            + " of which only the first dimension is free: got "
            + infos.values(),
        null);
  }

  private static Shape perImage(Path file, String role, long[] shape) {
    try {
      return new Shape(Arrays.stream(shape).skip(1).mapToObj(Math::toIntExact).toList());
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw OnnxException.format(
          file
              + ": the "
              + role
              + " "
              + Arrays.toString(shape)
              + " is too large: "
              + e.getMessage(),
          e);
    }
  }

  /** The shape of one image, (channels, height, width). */
  public Shape input() {
    return input;
  }

  /** The shape of the result for one image, (classes) for a classifier. */
  public Shape output() {
    return output;
  }

  /**
   * Runs the network on images of bytes; a pixel's value is its byte (0 to 255) / 255.
   *
   * @param images NCHW, {@code count} images; not kept
   * @return (count, classes), row-major, owned by the caller
   * @throws IllegalArgumentException if {@code images} does not hold {@code count} images
   * @throws IllegalStateException if the session is closed
   * @throws OnnxException with code {@code onnx.run} if ONNX Runtime fails
   */
  public float[] logits(byte[] images, int count) {
    requireImages(images.length, count);
    return run(count, bytes(images), done -> {});
  }

  /**
   * Runs the network on images of floats, pixels on [0, 1]; otherwise as {@link #logits(byte[],
   * int)}.
   */
  public float[] logits(float[] images, int count) {
    requireImages(images.length, count);
    return run(count, (from, to, batch) -> batch.put(images, from, to - from), done -> {});
  }

  /**
   * Returns the class of each image: the index of its largest logit, the first of equal ones.
   *
   * @param images NCHW bytes, a whole number of images; not kept
   * @param progress told the number of images done after each batch, on the calling thread
   * @throws IllegalArgumentException if {@code images} does not hold whole images
   * @throws IllegalStateException if the session is closed
   * @throws OnnxException with code {@code onnx.run} if ONNX Runtime fails
   */
  public int[] predict(byte[] images, IntConsumer progress) {
    int count = images.length / input.elements();
    requireImages(images.length, count);
    float[] logits = run(count, bytes(images), progress);
    int classes = output.elements();
    int[] predictions = new int[count];
    for (int image = 0; image < count; image++) {
      int best = 0;
      for (int i = 1; i < classes; i++) {
        if (logits[image * classes + i] > logits[image * classes + best]) {
          best = i;
        }
      }
      predictions[image] = best;
    }
    return predictions;
  }

  /** Frees the native memory; waits for a running call. Closing again has no effect. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("session \"" + name + "\" does not close", e);
    } finally {
      initializers.forEach(OnnxTensor::close);
      initializers.clear();
      buffer = directFloats(0);
    }
  }

  @Override
  public String toString() {
    return "InferenceSession[" + name + ", " + input + " to " + output + "]";
  }

  /** Writes the elements of some images into the input of a batch. */
  @FunctionalInterface
  private interface Images {
    void copy(int from, int to, FloatBuffer batch);
  }

  private static Images bytes(byte[] images) {
    return (from, to, batch) -> {
      for (int i = from; i < to; i++) {
        batch.put(PIXELS[Byte.toUnsignedInt(images[i])]);
      }
    };
  }

  private synchronized float[] run(int count, Images images, IntConsumer progress) {
    if (closed) {
      throw new IllegalStateException("session \"" + name + "\" is closed");
    }
    float[] logits = new float[Math.multiplyExact(count, output.elements())];
    for (int from = 0; from < count; from += MAX_BATCH) {
      int to = StrictMath.min(count, from + MAX_BATCH);
      FloatBuffer batch = batchOf(to - from);
      images.copy(from * input.elements(), to * input.elements(), batch);
      try (OnnxTensor tensor = tensor(batch.flip(), withBatch(to - from));
          OrtSession.Result result = session.run(Map.of(inputName, tensor))) {
        ((OnnxTensor) result.get(0))
            .getFloatBuffer()
            .get(logits, from * output.elements(), (to - from) * output.elements());
      } catch (OrtException e) {
        throw OnnxException.run(
            "session \"" + name + "\" failed on " + (to - from) + " images: " + e.getMessage(), e);
      }
      progress.accept(to);
    }
    return logits;
  }

  private FloatBuffer batchOf(int count) {
    int elements = count * input.elements();
    if (buffer.capacity() < elements) {
      buffer = directFloats(elements);
    }
    return buffer.clear().limit(elements);
  }

  private long[] withBatch(int count) {
    return new long[] {count, input.dimension(0), input.dimension(1), input.dimension(2)};
  }

  private void requireImages(int elements, int count) {
    if (count < 0 || elements != (long) count * input.elements()) {
      throw new IllegalArgumentException(
          "images of "
              + input
              + " have "
              + input.elements()
              + " values each: got "
              + elements
              + " values for "
              + count
              + " images");
    }
  }

  private static void requireThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: got " + threads);
    }
  }

  /**
   * The arena is worth 5 % of the time at batch 1; weights stay out of it, because it grows by
   * doubling.
   */
  private static OrtSession.SessionOptions options(int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    options.setCPUArenaAllocator(true);
    options.addConfigEntry("session.use_device_allocator_for_initializers", "1");
    return options;
  }

  private static OrtEnvironment environment() throws OrtException {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING);
    environment.setTelemetry(false);
    return environment;
  }

  private static OnnxTensor tensor(FloatBuffer values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment(), values, shape);
  }

  private static FloatBuffer directFloats(int elements) {
    return ByteBuffer.allocateDirect(Float.BYTES * elements)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static long[] dimensions(TensorProto tensor) {
    return tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
  }
}
