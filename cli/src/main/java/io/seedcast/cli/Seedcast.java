package io.seedcast.cli;

import io.seedcast.train.attack.Epsilon;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;

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
    versionProvider = Version.class)
public final class Seedcast {

  /** The commands in the order of the help. */
  private static final Map<String, Class<?>> COMMANDS = commands();

  private Seedcast() {}

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("network", NetworkCommand.class);
    commands.put("train", TrainCommand.class);
    commands.put("evaluate", EvaluateCommand.class);
    commands.put("robustness", RobustnessCommand.class);
    commands.put("experiment", ExperimentCommand.class);
    commands.put("corrupt", CorruptCommand.class);
    commands.put("pack", PackCommand.class);
    commands.put("inspect", InspectCommand.class);
    commands.put("key", KeyCommand.class);
    commands.put("hub", HubCommand.class);
    commands.put("publish", PublishCommand.class);
    commands.put("device", DeviceCommand.class);
    commands.put("predict", PredictCommand.class);
    commands.put("export", ExportCommand.class);
    commands.put("demo", DemoCommand.class);
    return commands;
  }

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
    CommandLine line = commandLine(arguments);
    line.setOut(out);
    line.setErr(err);
    // One object: JDK 17 crashes while it archives the class of an equal second reference.
    ITypeConverter<Integer> wholeInt = Numbers::wholeInt;
    line.registerConverter(int.class, wholeInt);
    line.registerConverter(Integer.class, wholeInt);
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

  /**
   * Prepares the commands: the one that is named first, or all of them if none is. To prepare all
   * takes a tenth of a second, which a device would wait for at every start.
   */
  static CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(new Seedcast());
    Class<?> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    if (named == null) {
      COMMANDS.forEach(line::addSubcommand);
    } else {
      line.addSubcommand(arguments[0], named);
    }
    return line;
  }
}
