package io.seedcast.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackageTrustTest {
  private static final SigningKey KEY = GoldenPackages.KEY;
  private static final Trust TRUST = Trust.of(KEY.publicKey());

  @Test
  void refusesAnUnsignedPackage() {
    assertRefused(Forgery.of(Packages.tiny(), null), TRUST, "package.unsigned", "not signed");
  }

  @Test
  void refusesAKeyThatIsNotTrusted() {
    assertRefused(
        Forgery.of(Packages.tiny(), Keys.generate()),
        TRUST,
        "package.untrusted-key",
        "not among the trusted ones: Trust[" + KEY.id() + "]");
  }

  @Test
  void acceptsAnyOfSeveralTrustedKeys() {
    Forgery signed = Forgery.of(Packages.tiny(), KEY);
    Trust several = Trust.of(List.of(Keys.generate().publicKey(), KEY.publicKey()));

    assertThat(read(signed, several).model()).isEqualTo(Packages.tiny());
    assertThatIllegalArgumentException().isThrownBy(() -> Trust.of(List.of()));
  }

  @Test
  void refusesAnAlteredConfigThoughEveryDigestWasRecomputed() {
    Forgery altered =
        Forgery.of(Packages.tiny(), KEY)
            .config(text -> text.replace("\"version\":3", "\"version\":4"), null);

    assertRefused(altered, TRUST, "package.signature", "does not fit the package's config");
    assertThat(read(altered, Trust.anyone()).header().signature().verified()).isFalse();
  }

  @Test
  void refusesASignatureUnderTheNameOfATrustedKey() {
    SigningKey other = Keys.generate();
    Forgery altered = Forgery.of(Packages.tiny(), KEY);
    Manifest manifest = PackageReader.readManifest(altered, altered.manifestDigest());
    byte[] config = altered.get(manifest.config().digest());
    String signature = SignatureBlob.of(config, other).signature();
    List<Descriptor> layers = new ArrayList<>(manifest.layers());
    layers.set(
        0,
        altered.put(
            PackageFormat.SIGNATURE_MEDIA_TYPE, new SignatureBlob(KEY.id(), signature).toJson()));

    assertRefused(
        altered.manifest(new Manifest(manifest.config(), layers)), TRUST, "package.signature", "");
  }

  @Test
  void refusesPartsThatTheConfigDoesNotList() {
    Forgery altered = Forgery.of(Packages.tiny(), KEY);
    Manifest manifest = PackageReader.readManifest(altered, altered.manifestDigest());
    List<Descriptor> layers = new ArrayList<>(manifest.layers());
    layers.set(2, altered.put(layers.get(2).mediaType(), new byte[] {1}));

    assertRefused(
        altered.manifest(new Manifest(manifest.config(), layers)),
        TRUST,
        "package.malformed",
        "not the parts that the config lists");
  }

  @Test
  void refusesAnExpiredPackage() {
    Instant expires = Packages.CREATED.plusSeconds(60);
    Forgery expiring =
        Forgery.of(
            Packages.of(new Release("m", 1, Packages.CREATED, expires), Precision.FLOAT32), KEY);

    Clock before = Clock.fixed(expires.minusNanos(1), ZoneOffset.UTC);
    assertThat(PackageReader.read(expiring, expiring.manifestDigest(), TRUST, before)).isNotNull();
    assertRefused(
        expiring, TRUST, "package.expired", "m version 1 expired at 2026-01-31T12:01:00Z");
    assertThat(read(expiring, Trust.anyone()).header().release().expires()).isEqualTo(expires);
  }

  @ParameterizedTest
  @CsvSource({"2,true", "3,false", "4,false"})
  void refusesAVersionThatIsNotNewer(long installed, boolean accepted) {
    Release release = Packages.tiny().release();

    if (accepted) {
      release.requireNewerThan(installed);
    } else {
      assertThatExceptionOfType(PackageException.class)
          .isThrownBy(() -> release.requireNewerThan(installed))
          .withMessage("tiny-mono: version 3 is not newer than the installed " + installed)
          .satisfies(e -> assertThat(e.code()).isEqualTo("package.rollback"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"formatVersion\":1` | `\"formatVersion\":2,\"new\":[]` | too-new | format version 2 is too new (this build reads 1)",
        "`\"formatVersion\":1` | `\"formatVersion\":0` | too-old | format version 0 is too old (this build reads 1)",
        "`\"formatVersion\":1` | `\"formatVersion\":1,\"new\":[]` | malformed | unknown property \"new\"",
        "`\"name\":\"tiny-mono\"` | `\"name\":\"../x\"` | malformed | a model's name is",
        "`\"version\":3` | `\"version\":0` | malformed | version must be at least 1: got 0",
        "`\"version\":3` | `\"version\":3.5` | malformed | version must be a whole number",
        "`\"version\":3` | `\"version\":99999999999999999999` | malformed | version must be a whole number",
        "`\"precision\":\"float16\"` | `\"precision\":\"int8\"` | malformed | unknown precision \"int8\"; accepted: float32, float16",
        "`\"precision\":\"float16\"` | `\"precision\":\"float32\"` | malformed | part weights claims",
        "`2026-01-31T12:00:00Z` | `2026-01-31T12:00:00.0Z` | malformed | a time is written as",
        "`\"name\":\"probe\"` | `\"name\":\"delta\"` | malformed | parts must be [description, weights, probe]: got [description, weights, delta]",
        "`\"regrownDigest\":\"sha256:` | `\"regrownDigest\":\"sha512:` | malformed | a digest is \"sha256:\"",
        "`\"command\":\"seedcast pack\"` | `\"command\":7` | malformed | provenance: command must be text: got 7",
      })
  void refusesASignedConfigThatItDoesNotUnderstand(
      String what, String replacement, String code, String message) {
    Forgery odd =
        Forgery.of(Packages.tiny(), KEY).config(text -> text.replace(what, replacement), KEY);

    assertRefused(odd, TRUST, "package." + code, message);
  }

  @ParameterizedTest
  @CsvSource({
    "description, 9223372036854775807", "description, 2147483647", "weights, 9223372036854775807",
    "weights, 1073741824", "weights, 33554432", "probe, 2147483647"
  })
  void refusesHugeSizesBeforeItFetchesAnything(String part, long claimed) {
    Forgery huge =
        Forgery.of(Packages.tiny(), KEY)
            .config(
                text ->
                    text.replaceFirst(
                        "(\"name\":\"" + part + "\".*?\"contentSize\":)\\d+", "$1" + claimed),
                KEY);

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(
            () -> PackageReader.readHeader(huge, huge.manifestDigest(), TRUST, Packages.CLOCK))
        .withMessageContaining("part " + part + " claims " + claimed + " bytes")
        .satisfies(e -> assertThat(e.code()).isEqualTo("package.malformed"));
  }

  @ParameterizedTest
  @EnumSource
  void refusesAFrameThatHoldsMoreThanTheConfigSays(PartKind kind) {
    byte[] zeros = new byte[64 << 20];
    byte[] bomb = Compression.compress(zeros, 1);
    Forgery forged = Forgery.of(Packages.tiny(), KEY);
    long honest = read(forged, TRUST).header().part(kind.id()).contentBytes();
    forged.part(kind, bomb, Digest.of(zeros), honest, KEY);

    assertRefused(forged, TRUST, "package.malformed", kind.id());
  }

  @ParameterizedTest
  @EnumSource
  void refusesASignedPartThatIsEmpty(PartKind kind) {
    Forgery forged = Forgery.of(Packages.tiny(), KEY);
    Part part = read(forged, TRUST).header().part(kind.id());
    forged.part(kind, new byte[0], part.contentDigest(), part.contentBytes(), KEY);

    assertRefused(
        forged,
        TRUST,
        "package.malformed",
        "part " + kind.id() + ": not a zstd frame: it is empty");
  }

  @Test
  void refusesAPartWhoseContentIsNotWhatItWas() {
    Forgery forged = Forgery.of(Packages.tiny(), KEY);
    Part probe = read(forged, TRUST).header().part("probe");
    byte[] other = new byte[(int) probe.contentBytes()];
    forged.part(
        PartKind.PROBE, Compression.compress(other, 1), probe.contentDigest(), other.length, KEY);

    assertRefused(forged, TRUST, "package.checksum", "the content of part probe has digest");
  }

  @Test
  void refusesASignedPartThatIsNotWellFormed() {
    byte[] content = "{\"labels\":[]}".getBytes(UTF_8);

    assertRefused(
        Forgery.of(Packages.tiny(), KEY)
            .part(
                PartKind.DESCRIPTION,
                Compression.compress(content, 1),
                Digest.of(content),
                content.length,
                KEY),
        TRUST,
        "network.malformed",
        "formatVersion");
    assertRefused(
        Forgery.of(Packages.tiny(), KEY)
            .part(
                PartKind.PROBE,
                Compression.compress(content, 1),
                Digest.of(content),
                content.length,
                KEY),
        TRUST,
        "package.malformed",
        "");
  }

  @Test
  void doesNotBelieveAStoreThatLies() {
    Part weights = read(Forgery.of(Packages.tiny(), KEY), TRUST).header().part("weights");
    Digest digest = weights.stored().digest();
    int size = (int) weights.stored().sizeBytes();

    Forgery missing = Forgery.of(Packages.tiny(), KEY);
    missing.remove(digest);
    assertRefused(missing, TRUST, "package.truncated", "blob " + digest + " is missing");

    Forgery shorter = Forgery.of(Packages.tiny(), KEY);
    shorter.lie(digest, Arrays.copyOf(shorter.get(digest), size - 1));
    assertRefused(shorter, TRUST, "package.truncated", "got " + (size - 1) + " of " + size);

    Forgery longer = Forgery.of(Packages.tiny(), KEY);
    longer.lie(digest, Arrays.copyOf(longer.get(digest), size + 1));
    assertRefused(longer, TRUST, "package.checksum", "is longer than");

    Forgery other = Forgery.of(Packages.tiny(), KEY);
    other.lie(digest, new byte[size]);
    assertRefused(other, TRUST, "package.checksum", "damaged: blob " + digest);
  }

  private static StoredPackage read(Forgery forgery, Trust trust) {
    return PackageReader.read(forgery, forgery.manifestDigest(), trust, Packages.CLOCK);
  }

  private static void assertRefused(Forgery forgery, Trust trust, String code, String message) {
    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> read(forgery, trust))
        .withMessageStartingWith("package sha256:")
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
