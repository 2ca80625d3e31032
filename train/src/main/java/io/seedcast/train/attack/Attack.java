package io.seedcast.train.attack;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A way to search, near an image, for one that a network classifies wrongly. Near means: no value
 * of the image, on [0, 1], moves by more than {@link Epsilon}, nor leaves [0, 1].
 */
public sealed interface Attack {
  /** The name on the command line and in reports. */
  String id();

  /** What it does, in a line. */
  String description();

  /**
   * What decides its result besides network, images, epsilon and seed: whole numbers, doubles and
   * strings by the names that documents have, in a fixed order. Sizes of steps are distances on [0,
   * 1].
   */
  Map<String, Object> parameters(Epsilon epsilon);

  /**
   * Returns the same attack with so little effort that it takes no time; enough to see that it
   * finds nothing where there is nothing to find.
   */
  Attack shortened();

  /**
   * One step of size epsilon along the sign of the loss's gradient.
   *
   * <p>Source: I. Goodfellow, J. Shlens, C. Szegedy, "Explaining and harnessing adversarial
   * examples", ICLR 2015.
   */
  record FastGradientSign() implements Attack {
    /** The attack's {@link #id}. */
    public static final String ID = "fgsm";

    @Override
    public String id() {
      return ID;
    }

    @Override
    public String description() {
      return "one step of epsilon along the sign of the gradient";
    }

    @Override
    public Map<String, Object> parameters(Epsilon epsilon) {
      return Map.of();
    }

    @Override
    public Attack shortened() {
      return this;
    }
  }

  /**
   * Steps along the sign of the loss's gradient from a random start, each followed by a projection
   * into the ball; an image that falls at any step of any restart has fallen.
   *
   * <p>Source: A. Madry et al., "Towards deep learning models resistant to adversarial attacks",
   * ICLR 2018.
   *
   * @param steps at least 1
   * @param restarts at least 1
   * @param step size of a step
   * @param loss whose gradient is followed
   */
  record ProjectedGradient(int steps, int restarts, StepSize step, AttackLoss loss)
      implements Attack {
    /** The attack's {@link #id}. */
    public static final String ID = "pgd";

    /** Steps of the usual evaluation. */
    public static final int DEFAULT_STEPS = 20;

    /** One random start. */
    public static final int DEFAULT_RESTARTS = 1;

    public ProjectedGradient {
      if (steps < 1 || restarts < 1) {
        throw new IllegalArgumentException(
            "steps and restarts must be at least 1: got " + steps + " and " + restarts);
      }
    }

    /** An attack on the cross-entropy with steps of a quarter of epsilon. */
    public static ProjectedGradient of(int steps, int restarts) {
      return new ProjectedGradient(steps, restarts, StepSize.DEFAULT, AttackLoss.CROSS_ENTROPY);
    }

    /** Returns the same attack with steps that reach everything where epsilon is unbounded. */
    ProjectedGradient unbounded() {
      return new ProjectedGradient(steps, restarts, StepSize.DEFAULT, loss);
    }

    @Override
    public String id() {
      return ID;
    }

    @Override
    public String description() {
      return steps
          + " steps of "
          + step
          + " along the sign of the gradient of the "
          + loss.id()
          + ", "
          + restarts
          + (restarts == 1 ? " random start" : " random starts");
    }

    @Override
    public Map<String, Object> parameters(Epsilon epsilon) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      parameters.put("steps", steps);
      parameters.put("restarts", restarts);
      parameters.put("stepSize", step.at(epsilon));
      parameters.put("loss", loss.id());
      return parameters;
    }

    @Override
    public Attack shortened() {
      return new ProjectedGradient(Math.min(steps, 2), 1, step, loss);
    }
  }

  /**
   * Random squares of values moved by epsilon, kept where they bring the logits nearer to a wrong
   * class. Needs no gradient, so that a network which merely hides its gradient does not withstand
   * it.
   *
   * <p>Source: M. Andriushchenko et al., "Square Attack: a query-efficient black-box adversarial
   * attack via random search", ECCV 2020, the version for the l-infinity norm.
   *
   * @param queries of the network for each image, at least 1
   * @param initialFraction of an image that the first squares cover, above 0 and at most 1
   */
  record Square(int queries, double initialFraction) implements Attack {
    /** The attack's {@link #id}. */
    public static final String ID = "square";

    /** Enough to tell a masked gradient from none. */
    public static final int DEFAULT_QUERIES = 1000;

    private static final double DEFAULT_INITIAL_FRACTION = 0.8;

    public Square {
      if (queries < 1) {
        throw new IllegalArgumentException("queries must be at least 1: got " + queries);
      }
      if (!(initialFraction > 0 && initialFraction <= 1)) {
        throw new IllegalArgumentException(
            "initialFraction must be above 0 and at most 1: got " + initialFraction);
      }
    }

    /** An attack whose first squares cover 0.8 of an image. */
    public static Square of(int queries) {
      return new Square(queries, DEFAULT_INITIAL_FRACTION);
    }

    @Override
    public String id() {
      return ID;
    }

    @Override
    public String description() {
      return "random squares without gradients, " + queries + " queries an image";
    }

    @Override
    public Map<String, Object> parameters(Epsilon epsilon) {
      Map<String, Object> parameters = new LinkedHashMap<>();
      parameters.put("queries", queries);
      parameters.put("initialFraction", initialFraction);
      return parameters;
    }

    @Override
    public Attack shortened() {
      return new Square(Math.min(queries, 10), initialFraction);
    }
  }

  /**
   * Examples made against another network and tried on this one: what an attacker can do who does
   * not know this network's weights.
   *
   * @param source the network that the examples are made against; of the same input and classes
   * @param sourceName what to call it
   * @param sourceDigest tells it from every other network
   * @param attack how they are made, by gradients
   */
  record Transfer(AttackedNetwork source, String sourceName, String sourceDigest, Attack attack)
      implements Attack {
    public Transfer {
      if (!(attack instanceof FastGradientSign) && !(attack instanceof ProjectedGradient)) {
        throw new IllegalArgumentException(
            "only examples made by gradients are transferred, "
                + FastGradientSign.ID
                + " or "
                + ProjectedGradient.ID
                + ": got "
                + attack.id());
      }
    }

    @Override
    public String id() {
      return "transfer-" + attack.id();
    }

    @Override
    public String description() {
      return attack.description() + ", against " + sourceName;
    }

    @Override
    public Map<String, Object> parameters(Epsilon epsilon) {
      Map<String, Object> parameters = new LinkedHashMap<>(attack.parameters(epsilon));
      parameters.put("sourceDigest", sourceDigest);
      return parameters;
    }

    @Override
    public Attack shortened() {
      return new Transfer(source, sourceName, sourceDigest, attack.shortened());
    }
  }
}
