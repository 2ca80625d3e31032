package io.seedcast.train;

import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.FolderLock;
import io.seedcast.core.network.Initialiser;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.train.RunFolder.Checkpoint;
import io.seedcast.train.TrainingGraph.Outputs;
import io.seedcast.train.attack.AdversarialTraining;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.loader.Batch;
import io.seedcast.vision.loader.BatchLoader;
import io.seedcast.vision.loader.Epoch;
import io.seedcast.vision.loader.LoaderSettings;
import io.seedcast.vision.loader.SequentialBatches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network for classification.
 *
 * <p>After every epoch the whole state goes to the run folder, which one training at a time writes;
 * others may read it meanwhile. Interrupted at any point, even by {@code kill -9}, a run that is
 * resumed on the same machine ends with the same bits as one that was not: every random choice is a
 * function of the seed and the epoch.
 */
public final class Trainer implements AutoCloseable {
  private static final int TEST_BATCH = 250;
  private static final int BATCHES_AHEAD = 4;

  private final Network network;
  private final Dataset dataset;
  private final Recipe recipe;
  private final RunFolder folder;
  private final TrainingListener listener;
  private final ShutdownGate gate;
  private final TrainingGraph graph;
  private final @Nullable Distillation distillation;
  private final @Nullable TrainingGraph teacher;
  private final @Nullable AdversarialBatches adversarialBatches;

  private Trainer(
      Dataset dataset,
      RunFolder folder,
      @Nullable Distillation distillation,
      int threads,
      TrainingListener listener,
      ShutdownGate gate) {
    this.network = folder.network();
    this.gate = gate;
    this.dataset = dataset;
    this.recipe = folder.info().recipe();
    this.folder = folder;
    this.listener = listener;
    this.distillation = distillation;
    Torch.start();
    torch.set_num_threads(threads);
    NamedTensors initial = Initialiser.initialise(network, recipe.seed());
    this.graph = new TrainingGraph(network, initial, recipe.precision());
    this.teacher =
        distillation == null
            ? null
            : new TrainingGraph(distillation.teacher(), distillation.tensors(), recipe.precision());
    AdversarialTraining adversarial = recipe.adversarial();
    this.adversarialBatches =
        adversarial == null
            ? null
            : new AdversarialBatches(adversarial, new GraphClassifier(graph), recipe.seed());
  }

  /**
   * Trains a run to its end, from its checkpoint if it has one.
   *
   * @param folder says network and recipe, and receives the result
   * @param distillation the teacher, if there is one
   * @return the metrics of every epoch
   * @throws TrainException {@code train.diverged} if the loss, an output or what is learned is not
   *     finite, {@code train.interrupted} if the virtual machine is asked to end, {@code
   *     train.memory} if there is too little of it, {@code run.in-use} if the folder is being
   *     trained in already
   * @throws IllegalArgumentException if dataset or teacher do not fit the network
   */
  public static List<EpochMetrics> train(
      Dataset dataset,
      RunFolder folder,
      @Nullable Distillation distillation,
      TrainingListener listener) {
    return train(dataset, folder, distillation, folder.info().recipe().threads(), listener);
  }

  /**
   * Trains a run to its end, with a number of threads of the caller's instead of the recipe's:
   * libtorch has one number for the whole process, so trainings side by side must agree on it. A
   * run that began with another number does not end with the same bits.
   *
   * @param folder says network and recipe, and receives the result
   * @param distillation the teacher, if there is one
   * @param threads of libtorch, at least 1
   * @return the metrics of every epoch
   * @throws TrainException as {@link #train(Dataset, RunFolder, Distillation, TrainingListener)}
   * @throws IllegalArgumentException if dataset or teacher do not fit the network
   */
  public static List<EpochMetrics> train(
      Dataset dataset,
      RunFolder folder,
      @Nullable Distillation distillation,
      int threads,
      TrainingListener listener) {
    requireFits(folder.network(), dataset);
    if (distillation != null) {
      distillation.requireFits(folder.network());
    }
    try (FolderLock lock = folder.lock();
        ShutdownGate gate = ShutdownGate.open();
        Trainer trainer = new Trainer(dataset, folder, distillation, threads, listener, gate)) {
      return trainer.run();
    } catch (RuntimeException e) {
      throw Torch.isOutOfMemory(e) ? outOfMemory(folder, e) : e;
    }
  }

  private static TrainException outOfMemory(RunFolder folder, RuntimeException e) {
    return new TrainException(
        Kind.FAILED,
        "train.memory",
        folder.path()
            + ": there is too little memory to train with batches of "
            + folder.info().recipe().batchSize()
            + " images: "
            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
            + "; free some and continue it with --resume, or train in another folder with a smaller"
            + " --batch-size",
        e);
  }

  private static void requireFits(Network network, Dataset dataset) {
    Shape image =
        Shape.of(
            dataset.imageSize().channels(),
            dataset.imageSize().height(),
            dataset.imageSize().width());
    if (!network.input().equals(image)) {
      throw new IllegalArgumentException(
          "the network takes images of "
              + network.input()
              + ": "
              + dataset.name()
              + " has "
              + image);
    }
    if (!network.outputShape().equals(Shape.of(dataset.classes()))) {
      throw new IllegalArgumentException(
          "the network tells "
              + network.outputShape()
              + " classes apart: "
              + dataset.name()
              + " has "
              + dataset.classes());
    }
  }

  private List<EpochMetrics> run() {
    folder.deleteLeftovers();
    List<EpochMetrics> metrics = new ArrayList<>();
    Optional<Checkpoint> checkpoint = folder.checkpoint();
    checkpoint.ifPresent(
        found -> {
          graph.restore(found.state());
          metrics.addAll(found.metrics());
        });
    if (metrics.size() == recipe.epochs() && folder.hasEnded()) {
      return List.copyOf(metrics);
    }
    LoaderSettings settings =
        LoaderSettings.of(recipe.batchSize(), recipe.seed())
            .withAugmentation(recipe.augmentation())
            .withDropLast(dataset.train().count() % recipe.batchSize() == 1)
            .withThreads(1, BATCHES_AHEAD);
    try (BatchLoader loader = BatchLoader.open(dataset.train(), settings)) {
      for (int epoch = metrics.size(); epoch < recipe.epochs(); epoch++) {
        EpochMetrics result = runEpoch(loader, epoch);
        metrics.add(result);
        Checkpoint reached = new Checkpoint(metrics.size(), graph.state(), metrics);
        requireFinite(reached);
        folder.writeCheckpoint(reached);
        listener.epochDone(result);
      }
    }
    folder.writeResult(metrics);
    return List.copyOf(metrics);
  }

  private EpochMetrics runEpoch(BatchLoader loader, int epoch) {
    double learningRate = recipe.learningRateOf(epoch);
    listener.epochStarted(epoch + 1, recipe.epochs(), loader.batchesPerEpoch());
    long start = System.nanoTime();
    double lossSum = 0;
    long correct = 0;
    long images = 0;
    double waitedSeconds;
    try (Epoch batches = loader.epoch(epoch)) {
      for (int step = 1; batches.hasNext(); step++) {
        requireGoingOn(epoch);
        Batch batch = batches.next();
        StepResult result = step(batch, epoch, learningRate);
        if (!Double.isFinite(result.loss())) {
          throw diverged(
              "the loss of epoch " + (epoch + 1) + ", step " + step + " is " + result.loss());
        }
        lossSum += result.loss() * batch.count();
        correct += result.correct();
        images += batch.count();
        listener.stepDone(step, result.loss());
      }
      waitedSeconds = batches.waited().toNanos() / 1e9;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new EpochMetrics(
        epoch + 1,
        learningRate,
        lossSum / images,
        correct / (double) images,
        testAccuracy(epoch),
        seconds,
        images / seconds,
        waitedSeconds / seconds,
        residentMebibytes());
  }

  /** The loss, computed before each update, does not tell of an epoch's last. */
  private void requireFinite(Checkpoint checkpoint) {
    checkpoint
        .notFinite()
        .ifPresent(
            name -> {
              throw diverged(
                  "after epoch "
                      + checkpoint.epochs()
                      + " the tensor \""
                      + name
                      + "\" holds values that are not finite");
            });
  }

  private TrainException diverged(String how) {
    return new TrainException(
        Kind.FAILED,
        TrainException.DIVERGED,
        "training diverged: " + how + "; try a lower learning rate than " + recipe.learningRate());
  }

  private void requireGoingOn(int epoch) {
    if (gate.isStopping()) {
      throw new TrainException(
          Kind.FAILED,
          "train.interrupted",
          folder.path()
              + ": training was interrupted in epoch "
              + (epoch + 1)
              + "; continue it with --resume");
    }
  }

  /** Loss of a batch, and how many of its images were classified correctly before the update. */
  private record StepResult(double loss, long correct) {}

  private StepResult step(Batch batch, int epoch, double learningRate) {
    try (PointerScope scope = new PointerScope()) {
      graph.parameters().clearGradients();
      Tensor labels = labels(batch.labels());
      Outputs outputs;
      Tensor loss;
      if (adversarialBatches == null) {
        outputs = graph.forward(batch.pixelsNchw(), batch.count(), true);
        loss = torch.cross_entropy_loss(outputs.logits(), labels);
      } else {
        Tensor clean = graph.pixels(batch.pixelsNchw(), batch.count());
        Outputs both = graph.forward(adversarialBatches.beside(clean, batch, epoch), true);
        outputs = both.first(batch.count());
        loss = adversarialBatches.loss(both, labels);
      }
      if (distillation != null && teacher != null) {
        loss = loss.add(distillation.loss(outputs, outputsOf(teacher, batch)));
      }
      loss.backward();
      graph.parameters().step(recipe, learningRate);
      return new StepResult(loss.item_float(), correct(outputs.logits(), labels));
    }
  }

  /** The teacher's outputs, as constants. */
  private static Outputs outputsOf(TrainingGraph teacher, Batch batch) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return teacher.forward(batch.pixelsNchw(), batch.count(), false);
    }
  }

  private double testAccuracy(int epoch) {
    long correct = 0;
    for (Batch batch : new SequentialBatches(dataset.test(), TEST_BATCH)) {
      requireGoingOn(epoch);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor logits = graph.forward(batch.pixelsNchw(), batch.count(), false).logits();
        if (!Float.isFinite(logits.abs().max().item_float())) {
          throw diverged(
              "after epoch "
                  + (epoch + 1)
                  + " the network's outputs for test images are not finite");
        }
        correct += correct(logits, labels(batch.labels()));
      }
    }
    return correct / (double) dataset.test().count();
  }

  private static Tensor labels(int[] labels) {
    long[] values = new long[labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[i] = labels[i];
    }
    return torch.from_blob(
        new LongPointer(values), new long[] {labels.length}, new TensorOptions(ScalarType.Long));
  }

  private static long correct(Tensor logits, Tensor labels) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return logits.max(1).get1().eq(labels).sum().item_long();
    }
  }

  private static long residentMebibytes() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public void close() {
    graph.close();
    if (teacher != null) {
      teacher.close();
    }
  }
}
