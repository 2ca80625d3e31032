package io.seedcast.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  /** The published example of RFC 8410, section 10. */
  private static final String PRIVATE_PEM =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
      -----END PRIVATE KEY-----
      """;

  private static final String PUBLIC_PEM =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
      -----END PUBLIC KEY-----
      """;

  @TempDir private Path dir;

  @Test
  void readsBackWhatItWroteForItsOwnerOnly() throws IOException {
    SigningKey key = Keys.generate();

    Keys.write(key, dir.resolve("my.release"));

    Path privateFile = dir.resolve("my.release.key");
    assertThat(Keys.readSigningKey(privateFile)).isEqualTo(key);
    assertThat(Keys.readPublicKey(dir.resolve("my.release.pub"))).isEqualTo(key.publicKey());
    assertThat(Files.getPosixFilePermissions(privateFile))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void readsTheExampleOfTheStandard() throws IOException {
    Path file = Files.writeString(dir.resolve("o.key"), PRIVATE_PEM + PUBLIC_PEM);

    SigningKey key = Keys.readSigningKey(file);

    assertThat(key.id()).isEqualTo("a1e9156054e04fac");
    assertThat(key.toString()).isEqualTo("SigningKey[a1e9156054e04fac]");
  }

  @Test
  void overwritesNothing() throws IOException {
    Files.writeString(dir.resolve("a.pub"), "mine");

    assertRefused("key.exists", () -> Keys.write(Keys.generate(), dir.resolve("a")));
    assertThat(dir.resolve("a.pub")).hasContent("mine");
    assertThat(dir.resolve("a.key")).doesNotExist();
  }

  @Test
  void refusesFilesThatAreNoKeys() throws IOException {
    Path file = dir.resolve("x.key");
    assertRefused("key.missing", () -> Keys.readSigningKey(file));

    Files.writeString(file, PRIVATE_PEM);
    assertRefused("key.malformed", () -> Keys.readSigningKey(file));
    Files.writeString(file, PUBLIC_PEM);
    assertRefused("key.malformed", () -> Keys.readSigningKey(file));
    Files.writeString(file, PRIVATE_PEM.replace("MC4", "MC5") + PUBLIC_PEM);
    assertRefused("key.malformed", () -> Keys.readSigningKey(file));
    Files.writeString(file, PUBLIC_PEM.replace("MCo", "MC?"));
    assertRefused("key.malformed", () -> Keys.readPublicKey(file));
    Files.writeString(file, "x".repeat(20_000));
    assertRefused("key.malformed", () -> Keys.readPublicKey(file));
  }

  @Test
  void refusesHalvesOfDifferentPairs() throws IOException {
    Keys.write(Keys.generate(), dir.resolve("a"));
    Path file =
        Files.writeString(
            dir.resolve("mixed.key"), PRIVATE_PEM + Files.readString(dir.resolve("a.pub")));

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> Keys.readSigningKey(file))
        .withMessageContaining("do not belong together");
  }

  @Test
  void refusesOtherKindsOfKeys() throws GeneralSecurityException {
    PublicKey other = KeyPairGenerator.getInstance("Ed448").generateKeyPair().getPublic();

    assertThatIllegalArgumentException().isThrownBy(() -> Trust.of(other));
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
