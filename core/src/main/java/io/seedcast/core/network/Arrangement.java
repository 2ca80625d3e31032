package io.seedcast.core.network;

import java.util.List;

/** Operations that move values and compute nothing. */
public sealed interface Arrangement extends Operation {

  /**
   * Channels one after the other: inputs (C1, H, W), (C2, H, W), ... to (C1 + C2 + ..., H, W).
   *
   * @param arity number of inputs, at least 2
   */
  record Concat(int arity) implements Arrangement {
    public Concat {
      Checks.requireAtLeast("arity", arity, 2);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape first = Checks.requireImage("concatenation", inputs.get(0));
      int channels = 0;
      for (Shape input : inputs) {
        if (input.rank() != 3
            || input.dimension(1) != first.dimension(1)
            || input.dimension(2) != first.dimension(2)) {
          throw new IllegalArgumentException(
              "all inputs of a concatenation must have one height and width: got " + inputs);
        }
        channels += input.dimension(0);
      }
      return Shape.of(channels, first.dimension(1), first.dimension(2));
    }
  }

  /**
   * Channels {@code from} to {@code to - 1}.
   *
   * @param from at least 0
   * @param to above {@code from}
   */
  record Slice(int from, int to) implements Arrangement {
    public Slice {
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException(
            "a slice takes channels 0 <= from < to: got " + from + " and " + to);
      }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = Checks.requireImage("a slice", inputs.get(0));
      if (to > input.dimension(0)) {
        throw new IllegalArgumentException(
            "a slice up to channel " + to + " does not fit an input of " + input);
      }
      return Shape.of(to - from, input.dimension(1), input.dimension(2));
    }
  }

  /**
   * Channels in the order of a transposed matrix: n channels seen as (rows, n / rows) are read
   * column by column, so output channel {@code j rows + i} is input channel {@code i n / rows + j}.
   * With {@code rows} the number of groups this is ShuffleNet's shuffle; with {@code n / groups}
   * its inverse.
   *
   * @param rows a divisor of the channels
   */
  record ChannelShuffle(int rows) implements Arrangement {
    public ChannelShuffle {
      Checks.requireAtLeast("rows", rows, 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = Checks.requireImage("a channel shuffle", inputs.get(0));
      if (input.dimension(0) % rows != 0) {
        throw new IllegalArgumentException(
            "the rows of a channel shuffle must divide the channels: got "
                + rows
                + " for "
                + input.dimension(0));
      }
      return input;
    }
  }

  /** All values in row-major order: (channels, H, W) to (channels H W). */
  record Flatten() implements Arrangement {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Shape.of(inputs.get(0).elements());
    }
  }
}
