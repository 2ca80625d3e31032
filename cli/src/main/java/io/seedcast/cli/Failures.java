package io.seedcast.cli;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.vision.DataException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns failures into one clear message, or one JSON document, and an exit code. */
final class Failures {
  private static final String JSON = "--json";
  private static final String USAGE_CODE = "usage";
  private static final String INTERNAL_CODE = "internal";

  private Failures() {}

  /** Reports arguments that do not make sense. */
  static int usage(ParameterException exception, String[] arguments) {
    CommandLine line = exception.getCommandLine();
    boolean json = Arrays.asList(arguments).contains(JSON);
    report(line, json, USAGE_CODE, explain(exception, List.of(arguments)));
    if (!json) {
      PrintWriter err = line.getErr();
      err.println("Try \"" + line.getCommandSpec().qualifiedName() + " --help\".");
      err.flush();
    }
    return ExitCode.USAGE;
  }

  private static String explain(ParameterException exception, List<String> arguments) {
    CommandLine line = exception.getCommandLine();
    List<String> unmatched = line.getUnmatchedArguments();
    List<String> unknown = unmatched.stream().filter(text -> !text.equals(JSON)).toList();
    List<String> commands = List.copyOf(line.getSubcommands().keySet());
    if (!commands.isEmpty() && unknown.isEmpty()) {
      Optional<String> named = arguments.stream().filter(commands::contains).findFirst();
      if (named.isPresent() && unmatched.contains(JSON)) {
        return "--json goes behind the command: "
            + line.getCommandSpec().qualifiedName()
            + " "
            + named.get()
            + " ... --json";
      }
      return "a command is missing; accepted: " + String.join(", ", commands);
    }
    if (unknown.isEmpty()) {
      return String.valueOf(exception.getMessage());
    }
    String first = unknown.get(0);
    if (first.startsWith("-")) {
      return "unknown option \""
          + first
          + "\""
          + Choices.suggestion(first, line.getCommandSpec().optionsMap().keySet());
    }
    return commands.isEmpty()
        ? "unexpected argument \"" + first + "\""
        : Choices.unknown("command", first, commands);
  }

  /** Reports what went wrong while a command worked. */
  static int execution(Exception exception, CommandLine line, ParseResult result) {
    boolean json = hasFlag(result, JSON);
    if (hasFlag(result, "--verbose")) {
      exception.printStackTrace(line.getErr());
    }
    if (exception instanceof SeedcastException failure) {
      report(line, json, failure.code(), String.valueOf(failure.getMessage()));
      return exitCode(failure);
    }
    if (exception instanceof IllegalArgumentException) {
      report(line, json, USAGE_CODE, String.valueOf(exception.getMessage()));
      return ExitCode.USAGE;
    }
    report(
        line,
        json,
        INTERNAL_CODE,
        "unexpected failure: " + exception + "; run again with --verbose for the details");
    return ExitCode.FAILED;
  }

  static int exitCode(SeedcastException failure) {
    boolean isSource =
        failure instanceof DataException data && data.reason() == DataException.Reason.SOURCE;
    return isSource ? ExitCode.USAGE : ExitCode.of(failure.kind());
  }

  /** What a document says of a failure. */
  static Map<String, Object> error(String code, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    return error;
  }

  private static boolean hasFlag(ParseResult result, String name) {
    ParseResult last = result;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.matchedOptionValue(name, false);
  }

  private static void report(CommandLine line, boolean json, String code, String message) {
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("ok", false);
      document.put("error", error(code, message));
      line.getOut().println(Json.write(document));
      line.getOut().flush();
    } else {
      line.getErr().println("seedcast: " + message);
      line.getErr().flush();
    }
  }
}
