package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.CorruptedSets;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.Corruptor;
import io.seedcast.vision.corruption.FrostTextures;
import io.seedcast.vision.npy.NpyImages;
import io.seedcast.vision.npy.NpyWriter;
import io.seedcast.vision.picture.Picture;
import io.seedcast.vision.shapes.Shapes10;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptCommandTest {
  private static final String SHAPES = "shapes10:train=0,test=12";
  private static final Images CLEAN = new Shapes10(1, 0, 12).draw().test();

  @TempDir Path dir;

  @Test
  void writesAnArrayForEachCorruptionAndSeverity() throws Exception {
    Path clean = writeArray("clean.npy", CLEAN);

    Invocation invocation =
        Invocation.of(
            "corrupt --in " + clean + " --out " + out() + " --only fog,frost --seed 7 --json");

    JsonNode document = invocation.document();
    assertThat(invocation.exitCode()).as(invocation.out()).isZero();
    assertThat(document.path("made").asInt()).isEqualTo(10);
    assertThat(document.path("images").asInt()).isEqualTo(12);
    assertThat(document.path("corruptions"))
        .extracting(JsonNode::asText)
        .containsExactly("fog", "frost");
    assertThat(invocation.err()).contains("fog").contains("5 of 5 severities made");
    assertThat(names())
        .containsExactly(
            "corrupt.json",
            "fog_1.npy",
            "fog_2.npy",
            "fog_3.npy",
            "fog_4.npy",
            "fog_5.npy",
            "frost_1.npy",
            "frost_2.npy",
            "frost_3.npy",
            "frost_4.npy",
            "frost_5.npy");
    for (Corruption corruption : List.of(Corruption.FOG, Corruption.FROST)) {
      Images made =
          NpyImages.open(out().resolve(corruption.id() + "_4.npy")).read(0, CLEAN.labels());
      assertThat(made.sha256()).isEqualTo(corrupted(corruption, 4, 7).sha256());
    }
  }

  @Test
  void writesTheLayoutOfThePublishedSet() {
    Invocation invocation =
        Invocation.of(
            "corrupt --in " + SHAPES + " --out " + out() + " --layout cifar10-c --only contrast");

    CorruptedSets sets = CorruptedSets.open(out());
    assertThat(invocation.out()).contains("1 corruption x 5 severities of 12 images");
    assertThat(sets.complete()).containsExactly(Corruption.CONTRAST);
    for (int severity : new int[] {1, 5}) {
      assertThat(sets.read(Corruption.CONTRAST, severity).sha256())
          .isEqualTo(corrupted(Corruption.CONTRAST, severity, 1).sha256());
    }
  }

  @Test
  void writesLabelsWhereTheyAreKnown() throws IOException {
    Path labels = dir.resolve("classes.npy");
    AtomicFile.write(labels, stream -> NpyWriter.labels(stream, CLEAN.labels()));
    Path clean = writeArray("clean.npy", CLEAN);

    Invocation.of(
        "corrupt --in %s --labels %s --out %s --only snow --severity 2..3"
            .formatted(clean, labels, out()));

    CorruptedSets sets = CorruptedSets.open(out());
    assertThat(sets.labels()).isEqualTo(CLEAN.labels());
    assertThat(sets.has(Corruption.SNOW, 3)).isTrue();
    assertThat(sets.has(Corruption.SNOW, 4)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pictures --labels DIR/classes.npy", "shapes10:train=0,test=2"})
  void keepsTheLabelsOfImagesInFoldersToo(String source) throws IOException {
    int[] labels = {CLEAN.label(0), CLEAN.label(1)};
    AtomicFile.write(dir.resolve("classes.npy"), stream -> NpyWriter.labels(stream, labels));
    writePictures("pictures", "a.png", "b.png");

    Invocation invocation =
        Invocation.of(
            "corrupt --in %s --out %s --layout images --only fog --severity 1"
                .formatted(
                    source
                        .replace("pictures ", dir.resolve("pictures") + " ")
                        .replace("DIR", dir.toString()),
                    out()));

    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    assertThat(names()).containsExactly("corrupt.json", "fog_1", "labels.npy");
    assertThat(NpyImages.readLabels(out().resolve("labels.npy"))).isEqualTo(labels);
  }

  @Test
  void corruptsAFolderOfPicturesOfAnySize() throws IOException {
    ImageSize oblong = new ImageSize(3, 20, 33);
    byte[] pixels = new byte[oblong.bytes()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i % 200);
    }
    Path pictures = dir.resolve("pictures");
    Files.createDirectories(pictures.resolve("deep"));
    Files.write(pictures.resolve("b.png"), Picture.of(CLEAN.size(), CLEAN.image(0)).toPng());
    Files.write(pictures.resolve("deep/a.PNG"), Picture.of(oblong, pixels).toPng());
    Files.writeString(pictures.resolve("notes.txt"), "no picture");

    Invocation invocation =
        Invocation.of(
            "corrupt --in " + pictures + " --out " + out() + " --only spatter --severity 4");

    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    Picture made = Picture.read(out().resolve("spatter_4/deep/a.png"), 3);
    Corruptor corruptor =
        Corruptor.of(
            Corruption.SPATTER, 4, CorruptionScale.CIFAR, oblong, FrostTextures.procedural(1));
    assertThat(made.pixelsChw()).isEqualTo(corruptor.corrupt(pixels, 1, 1));
    assertThat(out().resolve("spatter_4/b.png")).exists();
  }

  @Test
  void takesTheParametersOfTheOtherScaleWhenAsked() {
    Invocation.of(
        "corrupt --in " + SHAPES + " --out " + out() + " --only contrast --scale imagenet");

    Images made = NpyImages.open(out().resolve("contrast_1.npy")).read(0, CLEAN.labels());
    Corruptor corruptor =
        Corruptor.of(
            Corruption.CONTRAST,
            1,
            CorruptionScale.IMAGENET,
            CLEAN.size(),
            FrostTextures.procedural(1));
    assertThat(made.sha256()).isEqualTo(corruptor.corrupt(CLEAN, 1, done -> {}).sha256());
  }

  @Test
  void compressesResultsWhenAsked() throws Exception {
    JsonNode document =
        Invocation.of(
                "corrupt --in %s --out %s --only fog --severity 1 --jpeg 85 --json"
                    .formatted(SHAPES, out()))
            .document();

    Images made = NpyImages.open(out().resolve("fog_1.npy")).read(0, CLEAN.labels());
    Corruptor corruptor =
        Corruptor.of(
            Corruption.FOG, 1, CorruptionScale.CIFAR, CLEAN.size(), FrostTextures.procedural(1));
    assertThat(document.path("jpeg").asInt()).isEqualTo(85);
    assertThat(made.image(5))
        .isEqualTo(corruptor.storedAsJpeg(85).corrupt(CLEAN.image(5), 1, 5))
        .isNotEqualTo(corruptor.corrupt(CLEAN.image(5), 1, 5));
  }

  @Test
  void laysTheUsersPhotographsOverImages() throws IOException {
    Path photographs = Files.createDirectory(dir.resolve("photographs"));
    ImageSize size = new ImageSize(3, 170, 170);
    Files.write(photographs.resolve("white.png"), Picture.of(size, filled(size, 250)).toPng());

    Invocation.of(
        "corrupt --in %s --out %s --only frost --severity 1 --frost-images %s"
            .formatted(SHAPES, out(), photographs));

    Images made = NpyImages.open(out().resolve("frost_1.npy")).read(0, CLEAN.labels());
    int clean = CLEAN.pixel(0, 1, 2, 3);
    assertThat(made.pixel(0, 1, 2, 3)).isEqualTo(Math.min(255, clean + 50));
  }

  @Test
  void resumesWhatTheSameCommandHasBegun() throws Exception {
    String command = "corrupt --in " + SHAPES + " --out " + out() + " --json --only ";
    Invocation.of(command + "fog");
    Files.delete(out().resolve("fog_2.npy"));
    byte[] kept = Files.readAllBytes(out().resolve("fog_3.npy"));

    Invocation again = Invocation.of(command + "fog,contrast");
    Invocation resumed = Invocation.of(command + "fog,contrast --resume");
    Invocation otherSeed = Invocation.of(command + "fog --resume --seed 2");

    assertThat(again.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(again.document().at("/error/code").asText()).isEqualTo("corrupt.folder-not-empty");
    assertThat(resumed.document().path("made").asInt()).isEqualTo(6);
    assertThat(resumed.document().path("kept").asInt()).isEqualTo(4);
    assertThat(out().resolve("fog_3.npy")).hasBinaryContent(kept);
    assertThat(out().resolve("fog_2.npy")).exists();
    assertThat(otherSeed.document().at("/error/code").asText()).isEqualTo("corrupt.other-settings");
    assertThat(otherSeed.document().at("/error/message").asText())
        .contains("made with another seed: got 2, found 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pictures", "clean.npy"})
  void doesNotResumeWithOtherLabels(String source) throws Exception {
    writePictures("pictures", "a.png", "b.png");
    writeArray("clean.npy", CLEAN.first(2));
    AtomicFile.write(dir.resolve("one.npy"), stream -> NpyWriter.labels(stream, 0, 1));
    AtomicFile.write(dir.resolve("other.npy"), stream -> NpyWriter.labels(stream, 1, 0));
    String command =
        "corrupt --in " + dir.resolve(source) + " --out " + out() + " --json --layout cifar10-c";
    Invocation.of(command + " --only contrast --labels " + dir.resolve("one.npy"));

    Invocation other =
        Invocation.of(command + " --only pixelate --resume --labels " + dir.resolve("other.npy"));
    Invocation same =
        Invocation.of(command + " --only pixelate --resume --labels " + dir.resolve("one.npy"));

    assertThat(other.document().at("/error/code").asText()).isEqualTo("corrupt.other-settings");
    assertThat(other.document().at("/error/message").asText())
        .isEqualTo(out() + " was made of other labels; choose another folder with --out");
    assertThat(same.document().path("made").asInt()).isEqualTo(5);
  }

  /** To another picture of the same name and size. */
  @Test
  void doesNotResumeWithAnEditedPicture() throws Exception {
    writePictures("pictures", "a.png");
    String command =
        "corrupt --in "
            + dir.resolve("pictures")
            + " --out "
            + out()
            + " --json --severity 1 --only ";
    Invocation.of(command + "fog");
    Path file = dir.resolve("pictures/a.png");
    byte[] edited = Files.readAllBytes(file);
    edited[edited.length - 20]++;
    Files.write(file, edited);

    Invocation resumed = Invocation.of(command + "contrast --resume");

    assertThat(resumed.document().at("/error/code").asText()).isEqualTo("corrupt.other-settings");
    assertThat(resumed.document().at("/error/message").asText())
        .isEqualTo(out() + " was made of other images; choose another folder with --out");
  }

  @Test
  void makesWhatWasCutShortAnew() throws Exception {
    String command = "corrupt --in " + SHAPES + " --out " + out() + " --json --only fog";
    Invocation.of(command);
    byte[] whole = Files.readAllBytes(out().resolve("fog_2.npy"));
    byte[] labels = Files.readAllBytes(out().resolve("labels.npy"));
    Files.write(out().resolve("fog_2.npy"), Arrays.copyOf(whole, 2000));
    Files.write(out().resolve("labels.npy"), Arrays.copyOf(labels, 140));

    Invocation resumed = Invocation.of(command + " --resume");

    assertThat(resumed.document().path("made").asInt()).isOne();
    assertThat(resumed.document().path("kept").asInt()).isEqualTo(4);
    assertThat(out().resolve("fog_2.npy")).hasBinaryContent(whole);
    assertThat(out().resolve("labels.npy")).hasBinaryContent(labels);
  }

  @Test
  void makesPicturesAnewThatWereCutShort() throws Exception {
    writePictures("pictures", "a.png", "b.png", "c.png");
    String command =
        "corrupt --in " + dir.resolve("pictures") + " --out " + out() + " --json --only fog";
    Invocation.of(command);
    Path empty = out().resolve("fog_2").resolve("b.png");
    Path missing = out().resolve("fog_4").resolve("c.png");
    Path kept = out().resolve("fog_2").resolve("a.png");
    byte[] whole = Files.readAllBytes(empty);
    FileTime made = Files.getLastModifiedTime(kept);
    Files.write(empty, new byte[0]);
    Files.delete(missing);

    Invocation resumed = Invocation.of(command + " --resume");

    assertThat(resumed.document().path("made").asInt()).isEqualTo(2);
    assertThat(resumed.document().path("kept").asInt()).isEqualTo(3);
    assertThat(empty).hasBinaryContent(whole);
    assertThat(missing).exists();
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(made);
  }

  @Test
  void keepsNoLabelsOfAnEarlierAttempt() throws Exception {
    Files.createDirectories(dir.resolve("damaged"));
    Files.writeString(dir.resolve("damaged/a.png"), "no picture");
    AtomicFile.write(dir.resolve("classes.npy"), stream -> NpyWriter.labels(stream, 1));
    writePictures("pictures", "a.png");
    String command = "corrupt --json --only fog --severity 1 --out " + out() + " --in ";
    Invocation.of(command + dir.resolve("damaged") + " --labels " + dir.resolve("classes.npy"));
    assertThat(names()).contains("labels.npy");

    Invocation.of(command + dir.resolve("pictures"));

    assertThat(names()).containsExactly("corrupt.json", "fog_1");
  }

  @ParameterizedTest
  @CsvSource({
    "{\"formatVersion\": 2}, format version 2; this build goes on with version 1",
    "{, not a JSON document",
  })
  void doesNotResumeWhatItDoesNotUnderstand(String content, String message) throws Exception {
    Files.createDirectories(out());
    Files.writeString(out().resolve("corrupt.json"), content);

    Invocation invocation =
        Invocation.of("corrupt --in " + SHAPES + " --out " + out() + " --resume --json");

    assertThat(invocation.document().at("/error/code").asText())
        .isEqualTo("corrupt.other-settings");
    assertThat(invocation.document().at("/error/message").asText()).contains(message);
    assertThat(names()).containsExactly("corrupt.json");
  }

  @Test
  void doesNotResumeWhatItHasNotMade() throws Exception {
    Files.createDirectories(out());
    Files.writeString(out().resolve("thesis.txt"), "precious");

    Invocation invocation =
        Invocation.of("corrupt --in " + SHAPES + " --out " + out() + " --resume --json");

    assertThat(invocation.document().at("/error/code").asText())
        .isEqualTo("corrupt.other-settings");
    assertThat(names()).containsExactly("thesis.txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--in shapes10 --only frsot             | unknown corruption \"frsot\"; did you mean \"frost\"?",
        "--in shapes10 --severity 6             | --severity takes 1 to 5, or a range such as 1..5: got \"6\"",
        "--in shapes10 --severity 0             | got \"0\"",
        "--in shapes10 --severity 4..2          | got \"4..2\"",
        "--in shapes10 --scale cifra            | unknown scale \"cifra\"; did you mean \"cifar\"? Accepted: cifar, imagenet",
        "--in shapes10 --layout npz             | did you mean \"npy\"? Accepted: npy, cifar10-c, images",
        "--in shapes10 --layout cifar10-c --severity 3 | holds all severities: got --severity 3",
        "--in shapes10 --jpeg 0                 | --jpeg takes a quality from 1 to 100: got 0",
        "--in shapes10 --labels DIR/labels.npy  | --labels is for an array or a folder",
        "--in DIR/clean.npy --layout cifar10-c  | the source has none; give --labels FILE",
        "--in cifra10:DIR                       | unknown kind \"cifra10\"; did you mean \"cifar10\"?",
      })
  void refusesOptionsThatMakeNoSense(String options, String message) throws IOException {
    writeArray("clean.npy", CLEAN.first(2));

    Invocation invocation =
        Invocation.of(
            ("corrupt --out " + out() + " " + options.trim()).replace("DIR", dir.toString()));

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invocation.err()).contains(message);
    assertThat(out()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--in DIR/none              | data.missing     | DIR/none: there is no such file or folder; accepted are images.npy",
        "--in DIR/none.npy          | data.missing     | DIR/none.npy: there is no such file",
        "--in DIR/empty             | data.missing     | DIR/empty: no picture; files ending in",
        "--in DIR/labels.npy        | data.mixed-up    | DIR/labels.npy: elements of type <i8, shape (3,); images are uint8",
        "--in DIR/text.npy          | data.undecodable | DIR/text.npy: not a .npy file",
        "--in DIR/middling.npy      | data.size        | DIR/middling.npy: the size 3x64x64 lies between the benchmark's scales; choose with --scale cifar or",
        "--in DIR/clean.npy --labels DIR/labels.npy | data.mislabelled | DIR/labels.npy: 3 labels for 2 images",
        "--in DIR/clean.npy --frost-images DIR/empty | data.missing | DIR/empty: no picture",
        "--in DIR/twins             | data.mixed-up    | DIR/twins: two pictures would both become a.png",
        "--in DIR/sizes --labels DIR/labels.npy | data.mislabelled | DIR/labels.npy: 3 labels for 2 images",
        "--in DIR/sizes --layout npy | data.size       | b.png: an image of 3x32x32, but the first is of 3x8x8",
      })
  void refusesInputItCannotUse(String options, String code, String message) throws Exception {
    writeArray("clean.npy", CLEAN.first(2));
    writeArray("middling.npy", constant(new ImageSize(3, 64, 64)));
    AtomicFile.write(dir.resolve("labels.npy"), stream -> NpyWriter.labels(stream, 1, 2, 3));
    Files.writeString(dir.resolve("text.npy"), "some text");
    Files.createDirectory(dir.resolve("empty"));
    byte[] small = Picture.of(new ImageSize(3, 8, 8), new byte[192]).toPng();
    Files.createDirectory(dir.resolve("twins"));
    Files.write(dir.resolve("twins/a.png"), small);
    Files.write(dir.resolve("twins/a.jpg"), small);
    Files.createDirectory(dir.resolve("sizes"));
    Files.write(dir.resolve("sizes/a.png"), small);
    Files.write(dir.resolve("sizes/b.png"), Picture.of(CLEAN.size(), CLEAN.image(0)).toPng());

    Invocation invocation =
        Invocation.of(
            ("corrupt --json --out " + out() + " " + options.trim())
                .replace("DIR", dir.toString()));

    assertThat(invocation.document().at("/error/message").asText())
        .contains(message.replace("DIR", dir.toString()));
    assertThat(invocation.document().at("/error/code").asText()).isEqualTo(code);
    assertThat(invocation.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(out()).doesNotExist();
  }

  @Test
  void namesThePictureThatCannotBeReadAndLeavesNothingHalfDone() throws Exception {
    Path pictures = Files.createDirectory(dir.resolve("pictures"));
    Files.write(pictures.resolve("a.png"), Picture.of(CLEAN.size(), CLEAN.image(0)).toPng());
    Files.writeString(pictures.resolve("b.png"), "no picture");

    AtomicFile.write(dir.resolve("labels.npy"), stream -> NpyWriter.labels(stream, 1, 2));

    Invocation invocation =
        Invocation.of(
            "corrupt --json --in %s --labels %s --out %s --only fog"
                .formatted(pictures, dir.resolve("labels.npy"), out()));

    assertThat(invocation.document().at("/error/code").asText()).isEqualTo("data.undecodable");
    assertThat(invocation.document().at("/error/message").asText())
        .startsWith(pictures.resolve("b.png") + ": not an image");
    assertThat(names()).containsExactly("corrupt.json", "labels.npy");
  }

  @Test
  void beginsAnewWhenTheFirstPictureHasBeenMended() throws Exception {
    Path pictures = Files.createDirectory(dir.resolve("pictures"));
    Files.writeString(pictures.resolve("a.png"), "no picture");
    String command = "corrupt --json --in " + pictures + " --out " + out() + " --only fog";
    Invocation.of(command);
    writePictures("pictures", "a.png");

    Invocation again = Invocation.of(command);
    Invocation resumed = Invocation.of(command + ",contrast --resume");

    assertThat(again.exitCode()).as(again.out()).isZero();
    assertThat(resumed.document().path("kept").asInt()).isEqualTo(5);
  }

  private Path out() {
    return dir.resolve("out");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(out())) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static Images corrupted(Corruption corruption, int severity, long seed) {
    return Corruptor.of(
            corruption,
            severity,
            CorruptionScale.CIFAR,
            CLEAN.size(),
            FrostTextures.procedural(seed))
        .corrupt(CLEAN, seed, done -> {});
  }

  private Path writeArray(String name, Images images) throws IOException {
    Path file = dir.resolve(name);
    AtomicFile.write(
        file,
        stream -> {
          NpyWriter.imagesHeader(stream, images.count(), images.size());
          NpyWriter.images(stream, images);
        });
    return file;
  }

  /** Writes the first images as pictures. */
  private void writePictures(String folder, String... names) throws IOException {
    Files.createDirectories(dir.resolve(folder));
    for (int i = 0; i < names.length; i++) {
      byte[] png = Picture.of(CLEAN.size(), CLEAN.image(i)).toPng();
      Files.write(dir.resolve(folder).resolve(names[i]), png);
    }
  }

  private static Images constant(ImageSize size) {
    return Images.builder(1, size).put(0, filled(size, 9), 0).build();
  }

  private static byte[] filled(ImageSize size, int value) {
    byte[] pixels = new byte[size.bytes()];
    Arrays.fill(pixels, (byte) value);
    return pixels;
  }
}
