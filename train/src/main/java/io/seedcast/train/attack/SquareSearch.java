package io.seedcast.train.attack;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The Square Attack: random search with square-shaped updates.
 *
 * <p>An example has every value at the edge of the ball, epsilon below or above the image's, cut to
 * [0, 1]. It begins with vertical stripes, one sign for each column and channel. Each query then
 * proposes a square at a random place, one sign for each channel, the same place in all channels;
 * the proposal is kept if it lowers the margin of the image's class over the others. The squares'
 * area falls with the queries: the fraction of the image is halved after 10, 50, 200, 1000, 2000,
 * 4000, 6000 and 8000 queries of 10,000, and in proportion for fewer or more. Signs that would
 * change nothing are drawn again.
 *
 * <p>Source: M. Andriushchenko et al., ECCV 2020, algorithms 1 and 2.
 */
final class SquareSearch implements Search {
  private static final int[] HALVINGS = {10, 50, 200, 1000, 2000, 4000, 6000, 8000};
  private static final double SCHEDULE_QUERIES = 10_000;

  /** Enough unless there is only one image in the ball. */
  private static final int MOST_DRAWS = 10;

  private final Classifier classifier;
  private final Attack.Square attack;
  private final ImageSize size;
  private final long seed;

  SquareSearch(Classifier classifier, Attack.Square attack, ImageSize size, long seed) {
    this.classifier = classifier;
    this.attack = attack;
    this.size = size;
    this.seed = seed;
  }

  /** A victim, its random numbers, and the best example so far. */
  private record Walk(Victim victim, Philox random, Example best, float margin) {
    Walk with(Example better, float smallerMargin) {
      return new Walk(victim, random, better, smallerMargin);
    }
  }

  @Override
  public List<Fallen> run(List<Victim> victims) {
    List<Fallen> fallen = new ArrayList<>();
    List<Walk> walks = new ArrayList<>(victims.size());
    for (Victim victim : victims) {
      Philox random = AttackStreams.of(seed, 0, victim.number());
      walks.add(new Walk(victim, random, victim.ball().atCentre(), Float.POSITIVE_INFINITY));
    }
    for (int query = 0; query < attack.queries() && !walks.isEmpty(); query++) {
      walks = ask(walks, query, fallen);
    }
    return fallen;
  }

  /** Makes one proposal for each walk; returns the walks that go on. */
  private List<Walk> ask(List<Walk> walks, int query, List<Fallen> fallen) {
    int side = side(query);
    List<Example> proposals = new ArrayList<>(walks.size());
    for (Walk walk : walks) {
      proposals.add(query == 0 ? stripes(walk) : square(walk, side));
    }
    int[] labels = walks.stream().mapToInt(walk -> walk.victim().label()).toArray();
    List<Verdict> verdicts = classifier.judge(proposals, labels);
    List<Walk> left = new ArrayList<>(walks.size());
    for (int n = 0; n < walks.size(); n++) {
      Walk walk = walks.get(n);
      Verdict verdict = verdicts.get(n);
      if (verdict.isWrong()) {
        fallen.add(new Fallen(walk.victim(), verdict.prediction(), proposals.get(n)));
      } else if (verdict.margin() < walk.margin()) {
        left.add(walk.with(proposals.get(n), verdict.margin()));
      } else {
        left.add(walk);
      }
    }
    return left;
  }

  private Example stripes(Walk walk) {
    Example image = walk.best().copy();
    for (int channel = 0; channel < size.channels(); channel++) {
      for (int column = 0; column < size.width(); column++) {
        fill(image, walk, channel, 0, size.height(), column, column + 1);
      }
    }
    return image;
  }

  private Example square(Walk walk, int side) {
    int top = walk.random().nextInt(size.height() - side + 1);
    int left = walk.random().nextInt(size.width() - side + 1);
    Example image = walk.best().copy();
    boolean changed = false;
    for (int draw = 0; draw < MOST_DRAWS && !changed; draw++) {
      for (int channel = 0; channel < size.channels(); channel++) {
        changed |= fill(image, walk, channel, top, top + side, left, left + side);
      }
    }
    return image;
  }

  /** Moves a rectangle of one channel to a random edge; tells whether that changed it. */
  private boolean fill(
      Example example, Walk walk, int channel, int top, int bottom, int left, int right) {
    Ball ball = walk.victim().ball();
    boolean up = (walk.random().nextBits() & 1) == 1;
    float[] image = example.values();
    boolean changed = false;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        int i = (channel * size.height() + row) * size.width() + column;
        float value = up ? ball.highest(i) : ball.lowest(i);
        changed |= value != image[i];
        image[i] = value;
      }
    }
    return changed;
  }

  /** The side of the squares of a query, counted from 0. */
  int side(int query) {
    double scaled = query * (SCHEDULE_QUERIES / attack.queries());
    double fraction = attack.initialFraction();
    for (int halving : HALVINGS) {
      if (scaled > halving) {
        fraction /= 2;
      }
    }
    int side = (int) Math.round(Math.sqrt(fraction * size.area()));
    return Math.max(1, Math.min(side, Math.min(size.height(), size.width())));
  }
}
