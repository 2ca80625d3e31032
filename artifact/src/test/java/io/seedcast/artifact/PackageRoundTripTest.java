package io.seedcast.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageRoundTripTest {
  private static final SigningKey KEY = Keys.generate();
  private static final Trust TRUST = Trust.of(KEY.publicKey());

  @TempDir private Path dir;

  @ParameterizedTest
  @EnumSource
  void readsBackASingleFile(Precision precision) {
    Release release =
        new Release("m", Long.MAX_VALUE, Packages.CREATED, Packages.CREATED.plusSeconds(3600));
    ModelPackage model = Packages.of(release, precision);
    Path file = dir.resolve("m.seedcast");

    StoredPackage written = PackageWriter.writeFile(model, file, KEY);
    StoredPackage read = PackageReader.read(file, TRUST, Packages.CLOCK);

    assertThat(read).isEqualTo(written);
    assertThat(read.model()).isEqualTo(model);
    assertThat(read.header().signature().verified()).isTrue();
    assertThat(read.header().signature().signer()).contains(KEY.id());
  }

  @Test
  void readsBackADirectory() throws IOException {
    Path target = Files.createDirectory(dir.resolve("empty"));

    StoredPackage written = PackageWriter.writeDirectory(Packages.tiny(), target, KEY);

    assertThat(PackageReader.read(target, TRUST, Packages.CLOCK)).isEqualTo(written);
    assertThat(target.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    assertThat(filesIn(dir)).containsExactly(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mono_", "a..b", "a___b", "a._b"})
  void makesNoPackageThatNoHubTakesButReadsOne(String name) {
    ModelPackage model =
        Packages.of(new Release(name, 1, Packages.CREATED, null), Precision.FLOAT16);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PackageWriter.writeFile(model, dir.resolve("m.seedcast"), KEY))
        .withMessageStartingWith("no hub takes the model's name \"" + name + "\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PackageWriter.writeDirectory(model, dir.resolve("m"), KEY));
    Forgery madeBefore = Forgery.of(model, KEY);
    assertThat(
            PackageReader.read(madeBefore, madeBefore.manifestDigest(), TRUST, Packages.CLOCK)
                .model())
        .isEqualTo(model);
    assertThat(dir).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "tiny-mono", "a.b_c__d--e", "0"})
  void makesPackagesThatHubsTake(String name) {
    ModelPackage model =
        Packages.of(new Release(name, 1, Packages.CREATED, null), Precision.FLOAT16);

    PackageWriter.writeFile(model, dir.resolve("m.seedcast"), KEY);

    assertThat(dir.resolve("m.seedcast")).exists();
  }

  @Test
  void readsBackAnUnsignedPackageMarkedAsSuch() {
    Path file = dir.resolve("m.seedcast");
    PackageWriter.writeFile(Packages.tiny(), file, null);

    StoredPackage read = PackageReader.read(file, Trust.anyone(), Packages.CLOCK);

    assertThat(read.model()).isEqualTo(Packages.tiny());
    assertThat(read.header().signature().isSigned()).isFalse();
    assertThat(read.header().signature().verified()).isFalse();
  }

  @Test
  void doesNotCallASignatureVerifiedThatNobodyChecked() {
    Path file = dir.resolve("m.seedcast");
    PackageWriter.writeFile(Packages.tiny(), file, KEY);

    StoredPackage read = PackageReader.read(file, Trust.anyone(), Packages.CLOCK);

    assertThat(read.header().signature().signer()).contains(KEY.id());
    assertThat(read.header().signature().verified()).isFalse();
  }

  @Test
  void writesEqualBytesForEqualPackages() throws IOException {
    Path first = dir.resolve("a.seedcast");
    Path second = dir.resolve("b.seedcast");

    PackageWriter.writeFile(Packages.tiny(), first, KEY);
    PackageWriter.writeFile(Packages.tiny(), second, KEY);

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void resendsOnlyTheWeightsOfAnUpdate() {
    ModelPackage base = Packages.tiny();
    NamedTensors trained = base.precision().round(Networks.sent(base.network(), 6));
    ModelPackage update =
        new ModelPackage(
            new Release("tiny-mono", 4, Packages.CREATED, null),
            base.network(),
            base.labels(),
            base.precision(),
            trained,
            base.probe(),
            base.regrownDigest(),
            base.provenance());

    PackageHeader first = PackageWriter.writeFile(base, dir.resolve("1"), KEY).header();
    PackageHeader second = PackageWriter.writeFile(update, dir.resolve("2"), KEY).header();

    assertThat(second.part("description")).isEqualTo(first.part("description"));
    assertThat(second.part("probe")).isEqualTo(first.part("probe"));
    assertThat(second.part("weights")).isNotEqualTo(first.part("weights"));
  }

  @Test
  void summarisesItsParts() {
    PackageHeader header =
        PackageWriter.writeFile(Packages.tiny(), dir.resolve("m.seedcast"), KEY).header();

    assertThat(header.parts())
        .extracting(Part::name)
        .containsExactly("description", "weights", "probe");
    assertThat(header.part("probe").contentBytes()).isEqualTo(24 + 2 * (60 + 7 * 4));
    assertThat(header.part("description").stored().sizeBytes())
        .isLessThan(header.part("description").contentBytes() / 2);
    assertThat(header.packedBytes())
        .isEqualTo(header.parts().stream().mapToLong(part -> part.stored().sizeBytes()).sum());
  }

  @Test
  void servesADeviceThatFetchesBlobByBlob() throws IOException {
    Path file = dir.resolve("m.seedcast");
    Digest name = PackageWriter.writeFile(Packages.tiny(), file, KEY).manifestDigest();
    Map<Digest, byte[]> fetched = new HashMap<>();
    BlobSource store =
        (digest, size) -> {
          byte[] blob = fetched.get(digest);
          if (blob == null) {
            throw new NoSuchFileException(digest.hex());
          }
          return blob;
        };

    try (PackageLayout hub = PackageLayout.open(file)) {
      assertThat(hub.manifestDigest()).isEqualTo(name);
      fetched.put(name, hub.read(name, Manifest.MAX_BYTES));
      Manifest manifest = PackageReader.readManifest(store, name);
      for (Descriptor small : List.of(manifest.config(), manifest.signature().orElseThrow())) {
        fetched.put(small.digest(), hub.read(small.digest(), (int) small.sizeBytes()));
      }
      PackageHeader header = PackageReader.readHeader(store, name, TRUST, Packages.CLOCK);
      header.release().requireNewerThan(2);
      for (Part part : header.parts()) {
        Descriptor blob = part.stored();
        fetched.put(blob.digest(), hub.read(blob.digest(), (int) blob.sizeBytes()));
      }
    }

    assertThat(PackageReader.read(store, name, TRUST, Packages.CLOCK).model())
        .isEqualTo(Packages.tiny());
  }

  @Test
  void replacesAFileAndLeavesNothingElseBehind() throws IOException {
    Path file = Files.writeString(dir.resolve("m.seedcast"), "old");

    PackageWriter.writeFile(Packages.tiny(), file, KEY);

    assertThat(PackageReader.read(file, TRUST, Packages.CLOCK).model()).isEqualTo(Packages.tiny());
    assertThat(filesIn(dir)).containsExactly(file);
  }

  @Test
  void refusesTensorsThatAreNotThoseOfTheNetwork() {
    ModelPackage model = Packages.tiny();
    Map<String, FloatTensor> less = new LinkedHashMap<>(model.sent().asMap());
    less.remove("linear.bias");
    Map<String, FloatTensor> unrounded = new LinkedHashMap<>(model.sent().asMap());
    unrounded.put("linear.bias", FloatTensor.of(Shape.of(7), new float[] {0, 0, 0, 0, 0, 0, 0.1f}));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> withSent(model, NamedTensors.of(less)))
        .withMessageContaining("exactly the tensors");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withSent(model, NamedTensors.of(unrounded)))
        .withMessage("tensor \"linear.bias\" must hold float16 values: got 0.1");
  }

  @ParameterizedTest
  @EnumSource
  void sendsWholeNumbersAsBytes(Precision precision) {
    ModelPackage model = Packages.of(Networks.shifting(), precision);
    Path file = dir.resolve("m.seedcast");

    PackageHeader header = PackageWriter.writeFile(model, file, KEY).header();

    // Three channels with two offsets each; what else is sent are 3 x 4 weights and 4 biases.
    byte[] plain =
        Safetensors.write(model.sent(), Encoding.of(model.network(), precision), Map.of());
    int header8 = plain.length - (6 + 16 * precision.bytes());
    assertThat(header.part("weights").contentBytes()).isEqualTo(plain.length);
    assertThat(new String(plain, 8, header8 - 8, UTF_8))
        .contains("\"shift.offsets\":{\"dtype\":\"I8\",\"shape\":[3,2],\"data_offsets\":[0,6]}");
    assertThat(Arrays.copyOfRange(plain, header8, header8 + 6)).containsExactly(-3, 3, 0, 1, -1, 2);
    assertThat(PackageReader.read(file, TRUST, Packages.CLOCK).model()).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(floats = {4, -4, 0.5f, 200})
  void refusesWholeNumbersThatAreNoneOrTooLarge(float offset) {
    ModelPackage model = Packages.of(Networks.shifting(), Precision.FLOAT32);
    Map<String, FloatTensor> sent = new LinkedHashMap<>(model.sent().asMap());
    sent.put("shift.offsets", FloatTensor.of(Shape.of(3, 2), new float[] {0, 0, 0, 0, offset, 0}));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> withSent(model, NamedTensors.of(sent)))
        .withMessage(
            "tensor \"shift.offsets\" must hold whole numbers from -3 to 3: element 4 is "
                + offset);
  }

  private static ModelPackage withSent(ModelPackage model, NamedTensors sent) {
    return new ModelPackage(
        model.release(),
        model.network(),
        model.labels(),
        model.precision(),
        sent,
        model.probe(),
        model.regrownDigest(),
        new TreeMap<>());
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
