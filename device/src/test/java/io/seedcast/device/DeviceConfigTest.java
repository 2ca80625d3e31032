package io.seedcast.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.artifact.Keys;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080", "https://hub.example/"})
  void takesTheAddressOfAHost(String hub) {
    assertThat(withHub(hub).hub()).isEqualTo(URI.create(hub));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://hub.example",
        "hub.example:8080",
        "https://hub.example/seedcast",
        "https://hub.example?model=mono",
        "https://hub.example/#top",
        "https://user:secret@hub.example",
      })
  void refusesMoreThanTheAddressOfAHost(String hub) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withHub(hub))
        .withMessageStartingWith(
            "the hub's address must be http://HOST:PORT or https://HOST:PORT, and no more: got \"")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }

  private static DeviceConfig withHub(String hub) {
    return new DeviceConfig(
        URI.create(hub),
        "mono",
        "camera-1",
        Path.of("state"),
        List.of(Keys.generate().publicKey()),
        Mode.STORED,
        1,
        RetryPolicy.DEFAULT);
  }
}
