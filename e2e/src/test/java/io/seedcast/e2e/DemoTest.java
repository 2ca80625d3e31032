package io.seedcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seedcast.e2e.Command.Place;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir Path dir;

  @Test
  void goesTheWholeWayAndTellsWhatCameOut() throws Exception {
    JsonNode outcome =
        Place.in(dir).json("demo --out demo --epochs 1 --train-images 256 --test-images 64");

    assertThat(outcome.path("cloudAccuracy").isNumber()).isTrue();
    assertThat(outcome.path("deviceAccuracy")).isEqualTo(outcome.path("cloudAccuracy"));
    assertThat(outcome.path("predictionsEqual").asBoolean()).isTrue();
    assertThat(outcome.path("regrownDigestEqual").asBoolean()).isTrue();
    assertThat(outcome.path("sentBytes").asLong())
        .isPositive()
        .isLessThan(outcome.path("plainBytes").asLong());
    assertThat(outcome.path("regrowMillis").asDouble()).isPositive();
    assertThat(dir.resolve("demo").resolve("report.html"))
        .content()
        .contains("<table", "data:image/png;base64,");
  }
}
