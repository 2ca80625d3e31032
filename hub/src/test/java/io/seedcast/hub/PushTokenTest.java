package io.seedcast.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTokenTest {
  private static final URI HUB = URI.create("http://127.0.0.1:1");
  private static final HubConfig CONFIG = HubConfig.of(Path.of("hub"), 0);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Geheimnis\r",
        "Geheimnis\r\n",
        "Geheimnis ",
        " Geheimnis",
        "Geh\teimnis",
        "Gehéimnis",
        "Geheimnis\u007f"
      })
  void bothSidesRefuseATokenThatNoHeaderCarriesWithoutTellingIt(String token) {
    assertThatThrownBy(() -> new HubClient(HUB, token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the push token must be visible ASCII characters")
        .hasMessageNotContaining("imnis");
    assertThatThrownBy(() -> CONFIG.withPushToken(token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the push token must be visible ASCII characters")
        .hasMessageNotContaining("imnis");
  }

  @Test
  void saysWhereTheTokenIsWrong() {
    assertThatThrownBy(() -> new HubClient(HUB, "Geheimnis\r"))
        .hasMessageEndingWith("character 10 of 10 is a control character, as at the end of a line");
    assertThatThrownBy(() -> new HubClient(HUB, "")).hasMessage("the push token is empty");
    assertThatThrownBy(() -> CONFIG.withPushToken("short"))
        .hasMessage("the push token must have at least 8 characters: got 5");
  }

  @Test
  void takesBlanksInside() {
    assertThat(CONFIG.withPushToken("open sesame").pushToken()).isEqualTo("open sesame");
  }
}
