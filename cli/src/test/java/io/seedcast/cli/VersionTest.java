package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {
  @Test
  void namesTheCommitAndWhetherFilesDiffered() {
    assertThat(Version.text("0.1.0", "1a2b3c4d5e", false)).isEqualTo("0.1.0 (1a2b3c4d5e)");
    assertThat(Version.text("0.1.0", "1a2b3c4d5e", true)).isEqualTo("0.1.0 (1a2b3c4d5e, changed)");
    assertThat(Version.text("0.1.0", "", false)).isEqualTo("0.1.0");
  }

  @Test
  void theBuildFilledItIn() {
    assertThat(Version.text()).matches("\\d+\\.\\d+\\.\\d+\\S*( \\([0-9a-f]{10}(, changed)?\\))?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--version",
        "network --version",
        "robustness --version",
        "experiment --version",
        "key --version",
        "hub --version",
        "device --version"
      })
  void everyCommandThatTakesTheOptionShowsIt(String command) {
    Invocation invocation = Invocation.of(command);

    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.out().strip()).isEqualTo("seedcast " + Version.text());
  }
}
