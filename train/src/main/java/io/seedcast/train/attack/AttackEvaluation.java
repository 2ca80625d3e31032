package io.seedcast.train.attack;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Shape;
import io.seedcast.train.attack.Attack.Square;
import io.seedcast.train.attack.Attack.Transfer;
import io.seedcast.train.attack.Search.Fallen;
import io.seedcast.train.attack.Search.Victim;
import io.seedcast.vision.Images;
import io.seedcast.vision.loader.Batch;
import io.seedcast.vision.loader.SequentialBatches;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Measures a network's accuracy under attack.
 *
 * <p>Only images that the network classifies correctly are attacked, and one that falls to any
 * restart, step or query has fallen: the accuracy is that on the worst image found within epsilon.
 * Random numbers are a function of seed, the image's number in the test set and restart, so they
 * depend neither on batches nor on the sample; predictions may depend on batches, in the last bits
 * of a logit. Batches are the same when an evaluation goes on as when it was not interrupted.
 */
public final class AttackEvaluation {
  /** The rules that take attacks of their own are judged by so many images, the first ones. */
  static final int RULE_IMAGES = 100;

  private final Classifier classifier;
  private final TestSample sample;
  private final Images images;
  private final AttackPlan plan;
  private final List<Integer> clean;

  private AttackEvaluation(AttackedNetwork network, TestSample sample, AttackPlan plan) {
    this.classifier = new Classifier(network);
    this.sample = sample;
    this.images = sample.images();
    this.plan = plan;
    this.clean = cleanPredictions();
  }

  /**
   * Attacks a network.
   *
   * @param sample images of the network's input and classes
   * @param memory what was done before, and where to keep what is done now
   * @throws IllegalArgumentException if images or the source of a transfer do not fit the network
   */
  public static AttackOutcome run(
      AttackedNetwork network,
      TestSample sample,
      AttackPlan plan,
      AttackMemory memory,
      AttackListener listener) {
    requireFits(network, sample.images());
    for (Attack attack : plan.attacks()) {
      if (attack instanceof Transfer transfer) {
        requireFits(network, transfer.source());
      }
    }
    return new AttackEvaluation(network, sample, plan).run(memory, listener);
  }

  private static void requireFits(AttackedNetwork network, Images images) {
    Shape image = Shape.of(images.size().channels(), images.size().height(), images.size().width());
    if (!network.input().equals(image)) {
      throw new IllegalArgumentException(
          "the network takes images of "
              + network.input()
              + ": got "
              + images.count()
              + " of "
              + image);
    }
    int classes = network.classes();
    for (int label : images.labels()) {
      if (label >= classes) {
        throw new IllegalArgumentException(
            "the network tells " + classes + " classes apart: got a label " + label);
      }
    }
  }

  private static void requireFits(AttackedNetwork network, AttackedNetwork source) {
    if (!source.input().equals(network.input()) || source.classes() != network.classes()) {
      throw new IllegalArgumentException(
          "examples are transferred between networks of the same input and classes: got "
              + source.input()
              + " to "
              + source.classes()
              + " for "
              + network.input()
              + " to "
              + network.classes());
    }
  }

  private AttackOutcome run(AttackMemory memory, AttackListener listener) {
    double cleanAccuracy = accuracy(clean);
    listener.cleanDone(cleanAccuracy);
    List<AttackResult> results = new ArrayList<>();
    for (Attack attack : plan.attacks()) {
      for (Epsilon epsilon : plan.epsilons()) {
        AttackResult result = attack(attack, epsilon, images.count(), memory, listener);
        results.add(result);
        listener.attackDone(result);
      }
    }
    List<SanityRule> rules = new ArrayList<>(SanityRules.of(cleanAccuracy, results));
    rules.addAll(extremes());
    return new AttackOutcome(cleanAccuracy, clean, results, rules);
  }

  /** Rules about no epsilon at all and an unbounded one. */
  private List<SanityRule> extremes() {
    int count = Math.min(RULE_IMAGES, images.count());
    double cleanAccuracy = accuracy(clean.subList(0, count));
    List<SanityRule> rules = new ArrayList<>();
    List<AttackResult> withoutEpsilon = new ArrayList<>();
    for (Attack attack : plan.attacks()) {
      withoutEpsilon.add(unheard(attack.shortened(), new Epsilon(0), count));
    }
    rules.add(SanityRules.withoutEpsilon(cleanAccuracy, withoutEpsilon));
    rules.add(
        plan.attacks().stream()
            .filter(Attack.ProjectedGradient.class::isInstance)
            .map(pgd -> ((Attack.ProjectedGradient) pgd).unbounded())
            .findFirst()
            .map(pgd -> SanityRules.unbounded(unheard(pgd, Epsilon.UNBOUNDED, count)))
            .orElseGet(SanityRules::unboundedNotChecked));
    return rules;
  }

  private AttackResult unheard(Attack attack, Epsilon epsilon, int count) {
    return attack(attack, epsilon, count, AttackMemory.NONE, AttackListener.NONE);
  }

  private List<Integer> cleanPredictions() {
    List<Integer> predictions = new ArrayList<>();
    for (Batch batch : new SequentialBatches(images, plan.batchSize())) {
      List<Example> pixels = new ArrayList<>();
      for (int n = 0; n < batch.count(); n++) {
        pixels.add(new Example(Pixels.image(batch, n)));
      }
      classifier.judge(pixels, batch.labels()).stream()
          .map(Verdict::prediction)
          .forEach(predictions::add);
    }
    return predictions;
  }

  private double accuracy(List<Integer> predictions) {
    int correct = 0;
    for (int i = 0; i < predictions.size(); i++) {
      if (predictions.get(i) == images.label(i)) {
        correct++;
      }
    }
    return correct / (double) predictions.size();
  }

  /** Attacks the first {@code count} images, but for those that were done with before. */
  private AttackResult attack(
      Attack attack, Epsilon epsilon, int count, AttackMemory memory, AttackListener listener) {
    AttackState before = memory.find(attack, epsilon);
    listener.attackStarted(attack, epsilon, before.predictions().size(), count);
    Search search = search(attack);
    List<Integer> predictions = new ArrayList<>(before.predictions());
    List<AdversarialExample> examples = new ArrayList<>(before.examples());
    while (predictions.size() < count) {
      int from = predictions.size();
      int to = Math.min(count, from + plan.batchSize());
      predictions.addAll(clean.subList(from, to));
      for (Fallen one : search.run(victims(from, to, epsilon))) {
        predictions.set(one.victim().image(), one.prediction());
        examples.add(example(one));
      }
      keepSmallestChanges(examples);
      memory.keep(attack, epsilon, new AttackState(predictions, examples));
      listener.imagesDone(to);
    }
    return new AttackResult(attack, epsilon, accuracy(predictions), predictions, examples);
  }

  private void keepSmallestChanges(List<AdversarialExample> examples) {
    examples.sort(
        Comparator.comparingDouble(AdversarialExample::change)
            .thenComparingInt(AdversarialExample::image));
    if (examples.size() > plan.keptExamples()) {
      examples.subList(plan.keptExamples(), examples.size()).clear();
    }
  }

  private Search search(Attack attack) {
    if (attack instanceof Transfer transfer) {
      Classifier source = new Classifier(transfer.source());
      return new GradientSearch(source, classifier, transfer.attack(), plan.seed());
    }
    return attack instanceof Square square
        ? new SquareSearch(classifier, square, images.size(), plan.seed())
        : new GradientSearch(classifier, classifier, attack, plan.seed());
  }

  private List<Victim> victims(int from, int to, Epsilon epsilon) {
    List<Victim> victims = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (clean.get(i) == images.label(i)) {
        Ball ball = Ball.around(Pixels.image(images, i), epsilon);
        victims.add(new Victim(i, sample.numbers().get(i), images.label(i), ball));
      }
    }
    return victims;
  }

  private AdversarialExample example(Fallen fallen) {
    Shape shape = Shape.of(images.size().channels(), images.size().height(), images.size().width());
    Victim victim = fallen.victim();
    return new AdversarialExample(
        victim.image(),
        victim.label(),
        fallen.prediction(),
        victim.ball().change(fallen.example()),
        FloatTensor.of(shape, fallen.example().values()));
  }
}
