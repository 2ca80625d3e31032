package io.seedcast.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void oneHolderHasItAtATime() throws Exception {
    try (FolderLock held = FolderLock.tryTake(folder).orElseThrow()) {
      assertThat(FolderLock.tryTake(folder)).isEmpty();
      assertThat(FolderLock.tryTake(folder.resolve("../" + folder.getFileName()))).isEmpty();
    }
    try (FolderLock again = FolderLock.tryTake(folder).orElseThrow()) {
      assertThat(folder.resolve(FolderLock.FILE)).isEmptyFile();
    }
  }

  @Test
  void closingTwiceTakesNothingFromTheNextHolder() throws Exception {
    FolderLock first = FolderLock.tryTake(folder).orElseThrow();
    first.close();
    try (FolderLock next = FolderLock.tryTake(folder).orElseThrow()) {
      first.close();

      assertThat(FolderLock.tryTake(folder)).isEmpty();
    }
  }

  @Test
  void keepsAnotherProcessOutAlsoAfterThisOneAskedAgain() throws Exception {
    try (FolderLock held = FolderLock.tryTake(folder).orElseThrow()) {
      assertThat(FolderLock.tryTake(folder)).isEmpty();

      assertThat(answerOfAnotherProcess()).isEqualTo("refused");
    }
    assertThat(answerOfAnotherProcess()).isEqualTo("taken");
  }

  private String answerOfAnotherProcess() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Taker.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** Tries to take a folder in a process of its own. */
  static final class Taker {
    private Taker() {}

    public static void main(String[] arguments) throws IOException {
      Optional<FolderLock> taken = FolderLock.tryTake(Path.of(arguments[0]));
      System.out.println(taken.isPresent() ? "taken" : "refused");
    }
  }
}
