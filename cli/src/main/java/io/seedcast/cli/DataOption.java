package io.seedcast.cli;

import io.seedcast.vision.source.DataSource;
import picocli.CommandLine.Option;

/** The option that names a dataset. */
final class DataOption {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "SOURCE",
      description =
          "cifar10:DIR, cifar100:DIR, folder:DIR, icons:DIR?held-out=VENDOR, idx:DIR or shapes10.")
  String text = "";

  /**
   * Where the dataset is; nothing is read yet.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  DataSource source() {
    return DataSource.parse(text);
  }
}
