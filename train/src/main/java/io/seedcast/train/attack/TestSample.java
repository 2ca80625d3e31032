package io.seedcast.train.attack;

import io.seedcast.vision.Images;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images that are attacked, and which of a test set they are. An image's random numbers belong
 * to its number there, so that a larger sample attacks the same image in the same way.
 *
 * @param images at least one
 * @param numbers of each image in the test set, at least 0, all different
 */
public record TestSample(Images images, List<Integer> numbers) {
  public TestSample {
    numbers = List.copyOf(numbers);
    if (images.isEmpty() || numbers.size() != images.count()) {
      throw new IllegalArgumentException(
          "a sample has at least one image, and a number for each: got "
              + images.count()
              + " and "
              + numbers.size());
    }
    if (numbers.stream().anyMatch(number -> number < 0)
        || numbers.stream().distinct().count() < numbers.size()) {
      throw new IllegalArgumentException(
          "numbers must be at least 0 and all different: got " + numbers);
    }
  }

  /** A whole test set. */
  public static TestSample all(Images test) {
    return new TestSample(test, IntStream.range(0, test.count()).boxed().toList());
  }

  /** Some images of a test set, in the order of their numbers given here. */
  public static TestSample of(Images test, int[] numbers) {
    return new TestSample(test.select(numbers), Arrays.stream(numbers).boxed().toList());
  }
}
