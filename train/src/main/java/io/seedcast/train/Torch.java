package io.seedcast.train;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Shape;
import java.io.IOException;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Starts libtorch and moves values between Java and native tensors. */
final class Torch {
  private static boolean started;

  private Torch() {}

  /**
   * Loads the native libraries, once.
   *
   * <p>All of them are unpacked before the first is loaded: with an empty cache and PyTorch also
   * installed in the system, {@code libtorch.so} would otherwise resolve the system's {@code
   * libtorch_cpu.so} and crash the JVM.
   *
   * <p>JavaCPP's own garbage-collection hooks and memory limits are switched off: every native
   * tensor here belongs to a scope, and the limits would call {@code System.gc()} in the middle of
   * a step.
   */
  static synchronized void start() {
    if (started) {
      return;
    }
    setDefault("org.bytedeco.javacpp.nopointergc", "true");
    setDefault("org.bytedeco.javacpp.maxBytes", "0");
    setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
    String platform = Loader.getPlatform();
    try {
      Loader.cacheResources(openblas.class, "/org/bytedeco/openblas/" + platform + "/");
      Loader.cacheResources(torch.class, "/org/bytedeco/pytorch/" + platform + "/");
      Loader.load(torch.class);
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new TrainException(
          TrainException.Kind.FAILED,
          "train.native",
          "PyTorch's native libraries for "
              + platform
              + " could not be loaded: "
              + e.getMessage()
              + "; training needs linux-x86_64, macosx-arm64 or windows-x86_64",
          e);
    }
    started = true;
  }

  /** Whether libtorch failed because the system gave it no memory. */
  static boolean isOutOfMemory(RuntimeException failure) {
    String reason = String.valueOf(failure.getMessage());
    return reason.contains("DefaultCPUAllocator") || reason.contains("std::bad_alloc");
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Copies values into a new native float32 tensor, owned by the current scope. */
  static Tensor tensor(float[] values, long... shape) {
    try (FloatPointer pointer = new FloatPointer(values)) {
      return torch.from_blob(pointer, shape, new TensorOptions(ScalarType.Float)).clone();
    }
  }

  /** Copies a native float32 tensor into a Java one. */
  static FloatTensor toJava(Tensor tensor, Shape shape) {
    float[] values = new float[shape.elements()];
    tensor.detach().contiguous().data_ptr_float().get(values);
    return FloatTensor.of(shape, values);
  }
}
