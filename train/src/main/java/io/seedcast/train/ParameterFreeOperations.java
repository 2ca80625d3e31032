package io.seedcast.train;

import io.seedcast.core.network.Arrangement;
import io.seedcast.core.network.Arrangement.ChannelShuffle;
import io.seedcast.core.network.Arrangement.Concat;
import io.seedcast.core.network.Arrangement.Flatten;
import io.seedcast.core.network.Arrangement.Slice;
import io.seedcast.core.network.Normalization.L2Normalization;
import io.seedcast.core.network.Pooling;
import io.seedcast.core.network.Pooling.AveragePool;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Pooling.MaxPool;
import io.seedcast.core.network.Pooling.MixedAveragePool;
import io.seedcast.core.network.Window;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Operations without tensors of their own as libtorch's, in the current scope. */
final class ParameterFreeOperations {
  private static final int CHANNELS = 1;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;

  /** Channels up to which a shuffle is a matrix product. */
  private static final int WIDEST_MATRIX = 128;

  private ParameterFreeOperations() {}

  static Tensor pool(Pooling pooling, Tensor x) {
    if (pooling instanceof MaxPool max) {
      Window window = max.window();
      return torch.max_pool2d(
          x,
          square(window.kernelSize()),
          square(window.stride()),
          square(window.padding()),
          square(1),
          false);
    } else if (pooling instanceof AveragePool average) {
      Window window = average.window();
      int[] sizes = new int[(int) x.size(CHANNELS)];
      Arrays.fill(sizes, window.kernelSize());
      return average(sizes, window.stride(), window.padding(), x);
    } else if (pooling instanceof MixedAveragePool mixed) {
      return average(mixed, x);
    } else if (pooling instanceof GlobalAveragePool) {
      return x.to(ScalarType.Float).mean(2, 3);
    }
    throw new IllegalStateException("the training graph does not know " + pooling);
  }

  private static Tensor average(MixedAveragePool mixed, Tensor x) {
    int[] sizes = new int[(int) x.size(CHANNELS)];
    int padding = 0;
    for (int run = 0; run < mixed.runs(); run++) {
      Window window = mixed.window(run);
      padding = Math.max(padding, window.padding());
      Arrays.fill(
          sizes,
          mixed.firstChannel(run, sizes.length),
          mixed.firstChannel(run + 1, sizes.length),
          window.kernelSize());
    }
    return average(sizes, mixed.stride(), padding, x);
  }

  /**
   * Averages every channel over its own window: sums down the columns and then along the rows, as
   * depthwise convolutions whose filters are all as long as the largest window is wide.
   *
   * <p>libtorch's own average pooling visits every pixel of a window, and needs a slice and a
   * concatenation for each window size; one depthwise convolution with whole windows as filters
   * visits every pixel too (measured with windows of 3 to 11 over 128 x 16 x 32 x 32 in bfloat16,
   * forward and backward: two convolutions for each size 57 ms, whole windows 17 ms, this 5 ms).
   *
   * @param sizes of the windows, one for each channel, all odd or all equal
   */
  private static Tensor average(int[] sizes, int stride, int padding, Tensor x) {
    Tensor columns = depthwise(x, taps(sizes, x, false), new long[] {padding, 0});
    Tensor rows = taps(sizes, x, true).transpose(HEIGHT, WIDTH);
    return everyNth(
        depthwise(everyNth(columns, HEIGHT, stride), rows, new long[] {0, padding}), WIDTH, stride);
  }

  /**
   * Filters over columns, (channels, 1, largest size, 1), of the type of {@code x}.
   *
   * @param means whether they divide by the window's area
   */
  private static Tensor taps(int[] sizes, Tensor x, boolean means) {
    int length = Arrays.stream(sizes).max().orElseThrow();
    float[] taps = new float[sizes.length * length];
    for (int channel = 0; channel < sizes.length; channel++) {
      int size = sizes[channel];
      int from = channel * length + (length - size) / 2;
      Arrays.fill(taps, from, from + size, means ? 1f / (size * size) : 1);
    }
    return Torch.tensor(taps, sizes.length, 1, length, 1).to(x.scalar_type());
  }

  /** A depthwise convolution of stride 1. */
  static Tensor depthwise(Tensor x, Tensor filters, long[] padding) {
    return torch.conv2d(
        x, filters, new TensorOptional(), square(1), padding, square(1), filters.size(0));
  }

  /** Every n-th row or column, beginning with the first. */
  private static Tensor everyNth(Tensor x, int axis, int stride) {
    LongOptional whole = new LongOptional();
    return stride == 1 ? x : x.slice(axis, whole, whole, stride);
  }

  /** Every n-th pixel of every n-th row. */
  static Tensor everyNthPixel(Tensor x, int stride) {
    return everyNth(everyNth(x, HEIGHT, stride), WIDTH, stride);
  }

  static Tensor arrange(Arrangement arrangement, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    if (arrangement instanceof Concat) {
      return torch.cat(new TensorVector(inputs.toArray(Tensor[]::new)), CHANNELS);
    } else if (arrangement instanceof Slice slice) {
      return x.narrow(CHANNELS, slice.from(), slice.to() - slice.from());
    } else if (arrangement instanceof ChannelShuffle shuffle) {
      return shuffle(shuffle, x);
    } else if (arrangement instanceof Flatten) {
      return x.reshape(x.size(0), -1);
    }
    throw new IllegalStateException("the training graph does not know " + arrangement);
  }

  /**
   * Narrow layers are multiplied by a permutation matrix, which is exact and leaves the layout
   * alone forward and backward; moving values one by one is cheaper where the matrix is large
   * (measured in bfloat16 with 128 x 16 x 32 x 32: matrix 1 ms, moving 3 ms; with 128 x 256 x 8 x
   * 8: 11 ms and 4 ms).
   */
  private static Tensor shuffle(ChannelShuffle shuffle, Tensor x) {
    int channels = (int) x.size(CHANNELS);
    int rows = shuffle.rows();
    int columns = channels / rows;
    if (channels > WIDEST_MATRIX) {
      return x.reshape(x.size(0), rows, columns, x.size(HEIGHT), x.size(WIDTH))
          .transpose(1, 2)
          .reshape(x.size(0), channels, x.size(HEIGHT), x.size(WIDTH))
          .contiguous(x.suggest_memory_format());
    }
    float[] matrix = new float[channels * channels];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        matrix[(column * rows + row) * channels + row * columns + column] = 1;
      }
    }
    Tensor filters = Torch.tensor(matrix, channels, channels, 1, 1).to(x.scalar_type());
    return torch.conv2d(x, filters);
  }

  /**
   * Computed in float32, for a norm adds up many small squares; the result has the input's type.
   */
  static Tensor normalize(L2Normalization normalization, Tensor x) {
    Tensor precise = x.to(ScalarType.Float);
    Tensor norm =
        precise
            .norm(new ScalarOptional(new Scalar(2)), new long[] {CHANNELS}, true)
            .clamp(new ScalarOptional(new Scalar(normalization.epsilon())));
    return precise.div(norm).to(x.scalar_type());
  }

  private static long[] square(long extent) {
    return new long[] {extent, extent};
  }
}
