package io.seedcast.cli;

import picocli.CommandLine.Command;

/** {@code seedcast robustness}: what a network is worth on bad input. */
@Command(
    name = "robustness",
    headerHeading =
        "Example: seedcast robustness corruptions runs/mono --data cifar10:DIR --out report%n%n",
    header = "Measure how a network stands up to bad input.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {CorruptionsCommand.class, StylesCommand.class, AttacksCommand.class})
final class RobustnessCommand {}
