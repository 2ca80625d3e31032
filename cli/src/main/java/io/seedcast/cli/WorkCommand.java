package io.seedcast.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    Result result = work();
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(result.document()));
    } else {
      out.print(result.text());
    }
    out.flush();
    return ExitCode.DONE;
  }
}
