package io.seedcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.e2e.Command.Outcome;
import io.seedcast.e2e.Command.Place;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way of a model, every step in a process of its own, from one tiny trained run on. */
class TrainToDeviceTest {
  private static final String TRAIN_DATA = "shapes10:train=256,test=64";

  /** The same test images. */
  private static final String TEST_DATA = "shapes10:train=0,test=64";

  private static final String JAVA_HOMES = "SEEDCAST_TEST_JAVA_HOMES";
  private static final int OLDEST_JAVA = 17;

  @TempDir static Path dir;
  private static Place here;
  private static JsonNode evaluated;

  @BeforeAll
  static void trainAndPackage() throws Exception {
    here = Place.in(dir);
    here.json(
        "train --network resnet18 --method mono --width 0.0625 --threads 1 --precision float32"
            + " --epochs 1 --out run --data "
            + TRAIN_DATA);
    here.json("key new --out team");
    here.json("pack run --name tiny --out tiny.seedcast --key team.key");
    evaluated = here.json("evaluate run --data " + TEST_DATA);
  }

  @Test
  void aPackageIsWhatTheRunIs() throws Exception {
    JsonNode inspected = here.json("inspect tiny.seedcast --trust team.pub");
    JsonNode repeated = here.json("evaluate tiny.seedcast --data " + TEST_DATA);

    assertThat(inspected.path("signatureVerified").asBoolean()).isTrue();
    assertThat(inspected.path("regrownDigest")).isEqualTo(evaluated.path("regrownDigest"));
    assertThat(inspected.path("sentBytes")).isEqualTo(repeated.path("sentBytes"));
    assertThat(repeated.path("regrownDigest")).isEqualTo(evaluated.path("regrownDigest"));
    assertThat(repeated.path("predictionsDigest")).isEqualTo(evaluated.path("predictionsDigest"));
    assertThat(repeated.path("images").asInt()).isEqualTo(64);
  }

  @Test
  void devicesRegrowAndPredictTheSameBits() throws Exception {
    try (Command hub = here.start("hub serve --dir hub --port 0 --json")) {
      String uri = uriOf(hub);
      here.json("publish tiny.seedcast --hub " + uri);
      for (String mode : List.of("stored", "dynamic")) {
        JsonNode device =
            here.json(
                "device run --hub %s --model tiny --state %s --id %s --mode %s --trust team.pub --once --images %s"
                    .formatted(uri, mode, mode, mode, TEST_DATA));

        assertThat(device.path("version").asInt()).isEqualTo(1);
        assertThat(device.path("regrownDigest")).isEqualTo(evaluated.path("regrownDigest"));
        assertThat(device.path("predictionsDigest")).isEqualTo(evaluated.path("predictionsDigest"));
        assertThat(device.path("accuracy")).isEqualTo(evaluated.path("accuracy"));
      }
      Outcome unknown =
          here.run("device run --model none --state none --trust team.pub --once --hub " + uri);

      assertThat(unknown.exitCode()).isEqualTo(4);
    }
  }

  @Test
  void aDeviceThatGoesOnPrintsADocumentOfEachFailure() throws Exception {
    try (Command hub = here.start("hub serve --dir no-models --port 0 --json");
        Command device =
            here.start(
                "device run --model tiny --state going-on --trust team.pub --interval 1 --json --hub "
                    + uriOf(hub))) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  device.printed().split("\"device.http\"", -1).length > 2
                      || !device.process().isAlive());

      assertThat(device.process().isAlive()).isTrue();
      assertThat(device.printed()).startsWith("{\n  \"ok\" : false,");
    }
  }

  @Test
  void aHubThatIsDownIsUnavailable() throws Exception {
    Outcome outcome = here.run("publish tiny.seedcast --hub http://127.0.0.1:1 --json");

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.document().at("/error/message").asText())
        .contains("http://127.0.0.1:1 cannot be reached");
  }

  @Test
  void anExportedFilePredictsAsThePackageDoes() throws Exception {
    BufferedImage image = randomImage();
    ImageIO.write(image, "png", dir.resolve("image.png").toFile());
    here.json("export tiny.seedcast --onnx tiny.onnx");

    JsonNode prediction = here.json("predict tiny.seedcast image.png").path("predictions").path(0);
    float[] logits = logits(dir.resolve("tiny.onnx"), image);

    int best = prediction.path("class").asInt();
    assertThat(logits).hasSize(10);
    assertThat(logits[best]).isEqualTo((float) maximum(logits));
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - maximum(logits));
    }
    assertThat(prediction.path("probability").asDouble()).isCloseTo(1 / sum, within(1e-4));
  }

  @Test
  void refusesAnAlteredPackage() throws Exception {
    byte[] bytes = Files.readAllBytes(dir.resolve("tiny.seedcast"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(dir.resolve("altered.seedcast"), bytes);

    Outcome outcome = here.run("inspect altered.seedcast --json");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.document().at("/error/message").asText()).contains("altered.seedcast");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar10:.", "idx:run", "folder:run"})
  void refusesDataThatIsNotThere(String source) throws Exception {
    Outcome outcome = here.run("evaluate run --json --data " + source);

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.document().at("/error/code").asText()).startsWith("data.");
  }

  @Test
  void anotherJavaRegrowsTheSameBits() throws Exception {
    Optional<Path> other = anotherJava();
    assumeTrue(other.isPresent(), "no other JDK from 17 on is at hand; name some in " + JAVA_HOMES);

    Place there = here.withJava(other.get());
    JsonNode inspected = there.json("inspect tiny.seedcast");
    JsonNode repeated = there.json("evaluate tiny.seedcast --data " + TEST_DATA);

    assertThat(inspected.path("regrownDigest")).isEqualTo(evaluated.path("regrownDigest"));
    assertThat(repeated.path("regrownDigest")).isEqualTo(evaluated.path("regrownDigest"));
    assertThat(repeated.path("predictionsDigest")).isEqualTo(evaluated.path("predictionsDigest"));
    assertThat(repeated.path("dataDigest")).isEqualTo(evaluated.path("dataDigest"));
  }

  private static String uriOf(Command hub) throws IOException {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> hub.printed().contains("}") || !hub.process().isAlive());
    return JsonMapper.builder().build().readTree(hub.printed()).path("hub").asText();
  }

  private static BufferedImage randomImage() {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return image;
  }

  private static double maximum(float[] values) {
    double maximum = Double.NEGATIVE_INFINITY;
    for (float value : values) {
      maximum = Math.max(maximum, value);
    }
    return maximum;
  }

  private static float[] logits(Path onnx, BufferedImage image) throws OrtException, IOException {
    float[][][][] pixelsNchw = new float[1][3][32][32];
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        for (int channel = 0; channel < 3; channel++) {
          int value = image.getRGB(x, y) >> (16 - 8 * channel) & 0xff;
          pixelsNchw[0][channel][y][x] = value / 255f;
        }
      }
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(Files.readAllBytes(onnx));
        OnnxTensor input = OnnxTensor.createTensor(environment, pixelsNchw);
        OrtSession.Result result = session.run(Map.of("input", input))) {
      return ((float[][]) result.get(0).getValue())[0];
    }
  }

  /** A Java of another feature version, named by the environment or where Linux puts them. */
  private static Optional<Path> anotherJava() throws IOException {
    String named = System.getenv(JAVA_HOMES);
    List<Path> homes;
    Path usual = Path.of("/usr/lib/jvm");
    if (named != null) {
      homes = Arrays.stream(named.split(File.pathSeparator)).map(Path::of).toList();
    } else if (Files.isDirectory(usual)) {
      try (Stream<Path> found = Files.list(usual)) {
        homes = found.sorted().toList();
      }
    } else {
      homes = List.of();
    }
    for (Path home : homes) {
      int version = featureVersion(home);
      if (version >= OLDEST_JAVA && version != Runtime.version().feature()) {
        return Optional.of(home);
      }
    }
    return Optional.empty();
  }

  private static int featureVersion(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin").resolve("java")) || !Files.exists(release)) {
      return 0;
    }
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    }
    String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.replaceFirst("[^0-9].*", ""));
  }
}
