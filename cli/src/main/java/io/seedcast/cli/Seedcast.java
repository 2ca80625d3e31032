package io.seedcast.cli;

import io.seedcast.train.Epsilon;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the command line. */
@Command(
    name = "seedcast",
    headerHeading = "Example: seedcast demo%n%n",
    header =
        "Train a CNN in the cloud, send devices only what was learned, and let each device regrow the rest, bit for bit.",
    footer = {
      "",
      "Exit codes: 0 done, 1 failed while working, 2 wrong usage, 3 input refused, 4 remote unavailable, 130 interrupted."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      NetworkCommand.class,
      TrainCommand.class,
      EvaluateCommand.class,
      RobustnessCommand.class,
      PackCommand.class,
      InspectCommand.class,
      KeyCommand.class,
      HubCommand.class,
      PublishCommand.class,
      DeviceCommand.class,
      PredictCommand.class,
      ExportCommand.class,
      DemoCommand.class,
    })
public final class Seedcast {
  private Seedcast() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    System.exit(
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            arguments));
  }

  /** Runs one command and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Seedcast());
    line.setOut(out);
    line.setErr(err);
    line.registerConverter(int.class, Numbers::wholeInt);
    line.registerConverter(Integer.class, Numbers::wholeInt);
    line.registerConverter(long.class, Numbers::wholeLong);
    line.registerConverter(double.class, Numbers::decimal);
    line.registerConverter(Epsilon.class, Numbers::epsilon);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setUsageHelpLongOptionsMaxWidth(34);
    line.setParameterExceptionHandler(Failures::usage);
    line.setExecutionExceptionHandler(Failures::execution);
    return line.execute(arguments);
  }
}
