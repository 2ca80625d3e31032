package io.seedcast.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Holds that docs/reference/cli.md and the commands tell of the same options. */
class CliReferenceTest {
  private static final Path REFERENCE = Path.of("..", "docs", "reference", "cli.md");
  private static final Pattern LONG_NAME = Pattern.compile("--(?:\\[no-])?([a-z-]+)");

  /** An option as the reference has it. */
  private record Row(String option, String byDefault) {}

  static Stream<String> commands() {
    return leaves(Seedcast.commandLine().getCommandSpec())
        .map(spec -> spec.qualifiedName().substring("seedcast ".length()));
  }

  private static Stream<CommandSpec> leaves(CommandSpec spec) {
    return spec.subcommands().isEmpty()
        ? Stream.of(spec)
        : spec.subcommands().values().stream().flatMap(sub -> leaves(sub.getCommandSpec()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void hasEveryOptionAndNoOther(String command) throws IOException {
    assertThat(documented(command).keySet()).isEqualTo(options(command).keySet());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void tellsWhatAnOptionTakesAndItsDefault(String command) throws IOException {
    Map<String, Row> documented = documented(command);
    options(command)
        .forEach(
            (name, option) -> {
              Row row = documented.getOrDefault(name, new Row("", ""));
              if (option.arity().max() > 0) {
                assertThat(row.option()).contains("=" + option.paramLabel());
              }
              if (option.required()) {
                assertThat(row.byDefault()).as(name).isEqualTo("required");
              } else if (option.arity().max() > 0 && !fromEnvironment(option)) {
                assertThat(row.byDefault()).as(name).isNotEqualTo("required");
                if (option.defaultValue() != null) {
                  assertThat(row.byDefault()).as(name).isEqualTo(option.defaultValue());
                }
              }
            });
  }

  private static boolean fromEnvironment(OptionSpec option) {
    return option.longestName().equals("--token");
  }

  private static Map<String, OptionSpec> options(String command) {
    CommandLine line = Seedcast.commandLine();
    for (String name : command.split(" ", -1)) {
      line = requireNonNull(line.getSubcommands().get(name));
    }
    return line.getCommandSpec().options().stream()
        .collect(Collectors.toMap(OptionSpec::longestName, option -> option));
  }

  private static Map<String, Row> documented(String command) throws IOException {
    Map<String, String> sections = sections();
    assertThat(sections)
        .containsKeys(command, "Options of a network", "Options of methods", "Common to all");
    String section = sections.getOrDefault(command, "");
    Map<String, Row> rows = new TreeMap<>(rows(section));
    if (section.contains("The [options of a network](#options-of-a-network)")) {
      rows.putAll(rows(sections.getOrDefault("Options of a network", "")));
      rows.putAll(rows(sections.getOrDefault("Options of methods", "")));
    }
    if (section.contains("(#options-of-methods)")) {
      rows.putAll(rows(sections.getOrDefault("Options of methods", "")));
    }
    rows.putAll(rows(sections.getOrDefault("Common to all", "")));
    rows.remove("--version");
    return rows;
  }

  /** The text under each heading of the second level. */
  private static Map<String, String> sections() throws IOException {
    Map<String, String> sections = new LinkedHashMap<>();
    for (String section : Files.readString(REFERENCE).split("(?m)^## ", -1)) {
      int end = section.indexOf('\n');
      sections.put(section.substring(0, end).strip(), section.substring(end));
    }
    return sections;
  }

  private static Map<String, Row> rows(String section) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String line : section.lines().filter(text -> text.startsWith("| `-")).toList()) {
      String[] cells = line.split("(?<!\\\\)\\|", -1);
      String option = cells[1].replace("\\|", "|").replace("`", "").strip();
      Matcher name = LONG_NAME.matcher(option);
      assertThat(name.find()).as(line).isTrue();
      rows.put("--" + name.group(1), new Row(option, cells[2].replace("`", "").strip()));
    }
    return rows;
  }
}
