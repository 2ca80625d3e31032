package io.seedcast.cli;

import io.seedcast.core.failure.SeedcastException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command found out: a document for scripts and a text for people. */
final class Result {
  /** Of a command that has printed what there was to print. */
  static final Result ALREADY_PRINTED = new Result();

  private final Map<String, @Nullable Object> document = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private final int exitCode;

  Result() {
    this(ExitCode.DONE);
  }

  private Result(int exitCode) {
    this.exitCode = exitCode;
    document.put("ok", exitCode == ExitCode.DONE);
  }

  /** Begins the result of a command that has failed, and may have found out something else. */
  static Result failed(SeedcastException failure) {
    return new Result(Failures.exitCode(failure))
        .with("error", Failures.error(failure.code(), String.valueOf(failure.getMessage())));
  }

  boolean isOk() {
    return exitCode == ExitCode.DONE;
  }

  int exitCode() {
    return exitCode;
  }

  /** Adds a field to the document. */
  Result with(String name, @Nullable Object value) {
    document.put(name, value);
    return this;
  }

  /** Adds a line to the text. */
  Result line(String line) {
    text.append(line).append(System.lineSeparator());
    return this;
  }

  Map<String, @Nullable Object> document() {
    return document;
  }

  String text() {
    return text.toString();
  }
}
