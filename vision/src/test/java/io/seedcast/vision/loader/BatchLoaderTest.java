package io.seedcast.vision.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.shapes.Shapes10;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLoaderTest {
  private static final Images PICTURES = new Shapes10(3, 203, 10).draw().train();
  private static final LoaderSettings SETTINGS = LoaderSettings.of(20, 7);

  @AfterEach
  void leavesNoThreadBehind() {
    Set<String> alive =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .collect(Collectors.toSet());
    assertThat(alive).doesNotContain("seedcast-batch-loader");
  }

  @ParameterizedTest
  @CsvSource({"2,1", "2,3", "5,4", "5,40"})
  void deliversTheSameBatchesForAnyNumberOfThreads(int threads, int batchesAhead) {
    List<String> expected = contents(SETTINGS.withThreads(1, 1));

    List<String> found = contents(SETTINGS.withThreads(threads, batchesAhead));

    assertThat(found).isEqualTo(expected).hasSize(2 * 11);
  }

  @Test
  void shufflesAllImagesAnewInEveryEpoch() {
    int[] first = labels(numbered(1000), 0);
    int[] second = labels(numbered(1000), 1);

    int[] all = IntStream.range(0, 1000).toArray();
    assertThat(first).isNotEqualTo(all).containsExactlyInAnyOrder(all);
    assertThat(second).isNotEqualTo(first).containsExactlyInAnyOrder(all);
    assertThat(labels(numbered(1000), 0)).isEqualTo(first);
  }

  @Test
  void keepsTheOrderItWasPublishedWith() {
    assertThat(labels(numbered(10), 0)).containsExactly(3, 5, 8, 2, 7, 0, 6, 9, 1, 4);
  }

  @Test
  void leavesImagesAloneWithoutAugmentation() {
    LoaderSettings plain = SETTINGS.withAugmentation(Augmentation.NONE);
    Images images = numbered(30);

    try (BatchLoader loader = BatchLoader.open(images, plain);
        Epoch epoch = loader.epoch(4)) {
      Batch batch = epoch.next();

      assertThat(batch.count()).isEqualTo(20);
      assertThat(batch.imageSize()).isEqualTo(images.size());
      int bytes = images.size().bytes();
      for (int i = 0; i < 20; i++) {
        assertThat(Arrays.copyOfRange(batch.pixelsNchw(), i * bytes, (i + 1) * bytes))
            .isEqualTo(images.image(batch.labels()[i]));
      }
    }
  }

  @Test
  void tellsWhereEachImageStandsInTheDataset() {
    Images images = numbered(30);

    try (BatchLoader loader = BatchLoader.open(images, SETTINGS);
        Epoch epoch = loader.epoch(1)) {
      epoch.next();
      Batch last = epoch.next();

      // The label of a numbered image is its place.
      assertThat(last.indices()).hasSize(10).isEqualTo(last.labels());
    }
  }

  @Test
  void keepsOrDropsTheSmallerLastBatch() {
    assertThat(counts(SETTINGS)).hasSize(11).endsWith(20, 3);
    assertThat(counts(SETTINGS.withDropLast(true))).hasSize(10).containsOnly(20);
  }

  @Test
  void beginsAnEpochInTheMiddleAsIfItHadBeenThereFromTheStart() {
    try (BatchLoader loader = BatchLoader.open(PICTURES, SETTINGS);
        Epoch whole = loader.epoch(2);
        Epoch rest = loader.epoch(2, 9);
        Epoch nothing = loader.epoch(2, 11)) {
      List<String> all = contents(whole);

      assertThat(contents(rest)).isEqualTo(all.subList(9, 11));
      assertThat(nothing.hasNext()).isFalse();
      assertThat(rest.batches()).isEqualTo(11);
    }
  }

  @Test
  void preparesNoMoreBatchesAheadThanAllowed() throws InterruptedException {
    List<Integer> prepared = new ArrayList<>();
    ExecutorService executor = Executors.newSingleThreadExecutor();
    Epoch epoch =
        new Epoch(
            executor,
            number -> {
              prepared.add(number);
              return Batch.inOrder(PICTURES, number, number + 1);
            },
            0,
            100,
            3);

    epoch.next();
    epoch.next();
    executor.shutdown();
    assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

    assertThat(prepared).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void tellsTheConsumerWhyABatchCouldNotBePrepared() {
    ExecutorService executor = Executors.newFixedThreadPool(2);
    IllegalStateException cause = new IllegalStateException("the disk is gone");
    try (Epoch epoch =
        new Epoch(
            executor,
            number -> {
              if (number == 2) {
                throw cause;
              }
              return Batch.inOrder(PICTURES, number, number + 1);
            },
            0,
            10,
            4)) {
      epoch.next();
      epoch.next();

      Throwable thrown = catchThrowable(epoch::next);

      assertThat(thrown)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("batch 2 could not be prepared: ")
          .hasMessageContaining("the disk is gone")
          .hasCause(cause);
      assertThat(epoch.hasNext()).isFalse();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void measuresHowLongTheConsumerWaits() {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Epoch epoch = new Epoch(executor, number -> Batch.inOrder(PICTURES, 0, 1), 0, 1, 1)) {
      assertThat(epoch.waited()).isZero();

      epoch.next();

      assertThat(epoch.waited()).isPositive();
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void endsAnEpochThatIsClosedEarly() {
    try (BatchLoader loader = BatchLoader.open(PICTURES, SETTINGS)) {
      Epoch epoch = loader.epoch(0);
      epoch.next();

      epoch.close();

      assertThat(epoch.hasNext()).isFalse();
      assertThat(catchThrowable(epoch::next)).isInstanceOf(NoSuchElementException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void neverLeavesAConsumerWaitingAfterItWasClosed(int threads) {
    BatchLoader loader = BatchLoader.open(PICTURES, SETTINGS.withThreads(threads, 8));
    Epoch epoch = loader.epoch(0);
    epoch.next();

    loader.close();

    // What was ready may still be delivered; then it ends with a reason instead of waiting.
    Throwable thrown = catchThrowable(() -> epoch.forEachRemaining(batch -> {}));
    assertThat(thrown).isInstanceOfAny(IllegalStateException.class, NoSuchElementException.class);
    assertThat(catchThrowable(() -> loader.epoch(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the batch loader is closed");
  }

  @Test
  void refusesWhatMakesNoBatch() {
    Images few = numbered(19);

    assertThat(catchThrowable(() -> BatchLoader.open(few, SETTINGS.withDropLast(true))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the loader needs at least 20 images to make a batch: got 19");
    assertThat(catchThrowable(() -> BatchLoader.open(numbered(0), SETTINGS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 0");
    assertThat(catchThrowable(() -> LoaderSettings.of(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batchSize must be at least 1: got 0");
    assertThat(catchThrowable(() -> SETTINGS.withThreads(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads must be 1 to 256: got 0");
  }

  @Test
  void evaluatesAllImagesInTheirOwnOrder() {
    Images images = numbered(7);
    List<Integer> labels = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();

    for (Batch batch : new SequentialBatches(images, 3)) {
      counts.add(batch.count());
      for (int label : batch.labels()) {
        labels.add(label);
      }
      int firstLabel = batch.labels()[0];
      assertThat(Arrays.copyOf(batch.pixelsNchw(), images.size().bytes()))
          .isEqualTo(images.image(firstLabel));
    }

    assertThat(counts).containsExactly(3, 3, 1);
    assertThat(labels).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  /** Images whose label and pixels are their number. */
  private static Images numbered(int count) {
    ImageSize size = new ImageSize(1, 2, 3);
    Images.Builder builder = Images.builder(count, size);
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[size.bytes()];
      Arrays.fill(pixels, (byte) i);
      builder.put(i, pixels, i);
    }
    return builder.build();
  }

  private static int[] labels(Images images, int epoch) {
    List<Integer> labels = new ArrayList<>();
    try (BatchLoader loader = BatchLoader.open(images, SETTINGS);
        Epoch batches = loader.epoch(epoch)) {
      batches.forEachRemaining(batch -> Arrays.stream(batch.labels()).forEach(labels::add));
    }
    return labels.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> counts(LoaderSettings settings) {
    List<Integer> counts = new ArrayList<>();
    try (BatchLoader loader = BatchLoader.open(PICTURES, settings);
        Epoch epoch = loader.epoch(0)) {
      assertThat(epoch.batches()).isEqualTo(loader.batchesPerEpoch());
      epoch.forEachRemaining(batch -> counts.add(batch.count()));
    }
    return counts;
  }

  /** Every batch of two epochs as text: labels, then pixels. */
  private static List<String> contents(LoaderSettings settings) {
    List<String> contents = new ArrayList<>();
    try (BatchLoader loader = BatchLoader.open(PICTURES, settings)) {
      for (int epoch = 0; epoch < 2; epoch++) {
        try (Epoch batches = loader.epoch(epoch)) {
          contents.addAll(contents(batches));
        }
      }
    }
    return contents;
  }

  private static List<String> contents(Epoch batches) {
    List<String> contents = new ArrayList<>();
    batches.forEachRemaining(
        batch ->
            contents.add(Arrays.toString(batch.labels()) + Arrays.hashCode(batch.pixelsNchw())));
    return contents;
  }
}
