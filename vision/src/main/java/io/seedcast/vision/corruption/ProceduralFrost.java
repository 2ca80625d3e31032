package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Frost without photographs: grey fields in tints that have the mean colours and spreads of
 * photographs of frost. A picture's number is {@code 4 field + tint}.
 */
final class ProceduralFrost {
  /** Fields are varied enough by cutting pieces out of them. */
  private static final int FIELDS = 8;

  private static final List<Tint> TINTS =
      List.of(
          new Tint(.2, new double[] {78, 149, 166}, new double[] {27, 16, 15}),
          new Tint(.4, new double[] {201, 205, 215}, new double[] {21, 22, 23}),
          new Tint(.2, new double[] {138, 153, 165}, new double[] {28, 28, 30}),
          new Tint(.2, new double[] {112, 123, 135}, new double[] {44, 43, 42}));

  private final List<LazyField> fields;

  ProceduralFrost(long seed) {
    fields = IntStream.range(0, FIELDS).mapToObj(i -> new LazyField(seed, i)).toList();
  }

  FrostPictures at(FrostView view, ImageSize piece) {
    return new View(
        view.enlargedFor(FrostField.SIDE, FrostField.SIDE, piece.height(), piece.width()));
  }

  /**
   * How grey becomes colour.
   *
   * @param probability of being chosen
   * @param mean of red, green and blue
   * @param spread of red, green and blue
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and private to this class.
  private record Tint(double probability, double[] mean, double[] spread) {
    byte colour(int channel, float grey) {
      double value = mean[channel] + spread[channel] * grey;
      return (byte) (int) Math.min(Math.max(value, 0), 255);
    }
  }

  /** A field that is drawn by the first thread that needs it. */
  private static final class LazyField {
    private final long seed;
    private final int number;
    private float @Nullable [] field;

    LazyField(long seed, int number) {
      this.seed = seed;
      this.number = number;
    }

    synchronized float[] get() {
      float[] known = field;
      if (known == null) {
        known = FrostField.draw(CorruptionStreams.texture(seed, number));
        field = known;
      }
      return known;
    }
  }

  private final class View implements FrostPictures {
    private final FrostView view;

    View(FrostView view) {
      this.view = view;
    }

    @Override
    public int choose(Philox random) {
      int field = random.nextInt(FIELDS);
      double u = Draws.uniform(random);
      int tint = 0;
      while (tint < TINTS.size() - 1 && u >= TINTS.get(tint).probability) {
        u -= TINTS.get(tint).probability;
        tint++;
      }
      return field * TINTS.size() + tint;
    }

    @Override
    public int height(int picture) {
      return view.length(FrostField.SIDE);
    }

    @Override
    public int width(int picture) {
      return view.length(FrostField.SIDE);
    }

    @Override
    public byte[] piece(int picture, int row, int column, int height, int width) {
      float[] field = fields.get(picture / TINTS.size()).get();
      Tint tint = TINTS.get(picture % TINTS.size());
      byte[] piece = new byte[Levels.CHANNELS * height * width];
      for (int y = 0; y < height; y++) {
        int from = view.pixel(row + y) * FrostField.SIDE;
        for (int x = 0; x < width; x++) {
          float grey = field[from + view.pixel(column + x)];
          for (int channel = 0; channel < Levels.CHANNELS; channel++) {
            piece[(channel * height + y) * width + x] = tint.colour(channel, grey);
          }
        }
      }
      return piece;
    }
  }
}
