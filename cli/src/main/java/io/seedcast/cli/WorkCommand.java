package io.seedcast.cli;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** A command that does something: works, then prints its result as text or as one JSON document. */
abstract class WorkCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document instead of text.")
  boolean json;

  @Option(names = "--verbose", description = "Show stack traces of failures.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Does the work. */
  abstract Result work() throws Exception;

  @Override
  public final Integer call() throws Exception {
    Result result = guardedWork();
    if (result != Result.ALREADY_PRINTED) {
      printNow(result);
    }
    return result.exitCode();
  }

  private Result guardedWork() throws Exception {
    try {
      return work();
    } catch (OutOfMemoryError e) {
      throw new SeedcastException(
          Kind.FAILED,
          "memory",
          "out of memory: "
              + e.getMessage()
              + "; give the JVM more, as in JAVA_TOOL_OPTIONS=-Xmx8g, or use fewer images",
          e);
    } catch (LinkageError e) {
      throw new SeedcastException(
          Kind.FAILED, "native", "a native library could not be loaded: " + e, e);
    }
  }

  /** The command as it was typed. */
  final String commandLine() {
    ParseResult result = spec.root().commandLine().getParseResult();
    return "seedcast " + String.join(" ", result.originalArgs());
  }

  /** Tells a person what is going on; scripts do not see it. */
  final void note(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  /**
   * Checks that the folder to write a file to is there.
   *
   * @throws IllegalArgumentException if it is not
   */
  static void requireFolderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          file + " cannot be written: there is no folder " + folder + "; make it first");
    }
  }

  /** Prints a result; a command that goes on for long may print one before it ends. */
  final void printNow(Result result) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(result.document()));
    } else {
      out.print(result.text());
    }
    out.flush();
  }
}
