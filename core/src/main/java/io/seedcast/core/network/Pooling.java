package io.seedcast.core.network;

import java.util.List;

/** Operations that summarise neighbouring pixels of each channel; nothing in them is learned. */
public sealed interface Pooling extends Operation {

  /** The largest value of each window; padding never wins. */
  record MaxPool(Window window) implements Pooling {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return window.outputShape("max pooling", inputs.get(0));
    }
  }

  /** The mean of each window, padded zeros included. */
  record AveragePool(Window window) implements Pooling {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return window.outputShape("average pooling", inputs.get(0));
    }
  }

  /**
   * The mean of windows whose size is another for each run of channels, padded zeros included. With
   * n kernel sizes, runs of floor(C / n) channels follow each other, and what remains of the C
   * channels is added to the first.
   *
   * @param kernelSizes height and width of the windows of each run, odd; padding keeps the input's
   *     size at stride 1
   * @param stride between neighbouring windows
   */
  record MixedAveragePool(List<Integer> kernelSizes, int stride) implements Pooling {
    public MixedAveragePool {
      kernelSizes = List.copyOf(kernelSizes);
      Checks.requireAtLeast("stride", stride, 1);
      if (kernelSizes.isEmpty()
          || kernelSizes.stream().anyMatch(size -> size < 1 || size % 2 == 0)) {
        throw new IllegalArgumentException(
            "mixed average pooling takes odd kernel sizes, at least one: got " + kernelSizes);
      }
    }

    /** The number of runs of channels. */
    public int runs() {
      return kernelSizes.size();
    }

    /** The windows of a run, counted from 0. */
    public Window window(int run) {
      return Window.same(kernelSizes.get(run), stride);
    }

    /** The first channel of a run; for the number of runs, the number of channels. */
    public int firstChannel(int run, int channels) {
      return run == 0 ? 0 : channels - (runs() - run) * (channels / runs());
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape output = window(0).outputShape("mixed average pooling", inputs.get(0));
      if (output.dimension(0) < runs()) {
        throw new IllegalArgumentException(
            "mixed average pooling needs a channel for each of its "
                + runs()
                + " kernel sizes: got an input of "
                + inputs.get(0));
      }
      return output;
    }
  }

  /** The mean over height and width: (channels, H, W) to (channels). */
  record GlobalAveragePool() implements Pooling {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Shape.of(Checks.requireImage("global average pooling", inputs.get(0)).dimension(0));
    }
  }
}
