package io.seedcast.cli;

import io.seedcast.artifact.Keys;
import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageWriter;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.Probe;
import io.seedcast.artifact.Release;
import io.seedcast.artifact.SigningKey;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.MonoStyle;
import io.seedcast.hub.HubClient;
import io.seedcast.hub.HubConfig;
import io.seedcast.hub.HubServer;
import io.seedcast.onnx.InferenceSession;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes an archive of loaded classes (application class-data sharing), with which every command
 * starts sooner. Not a command: the launcher runs it once for each build and Java version.
 *
 * <p>What a device loads is what counts most, so a real one is started: a process that fetches,
 * installs and starts a tiny untrained model, from a hub in this process. The JVM writes the
 * archive when that process ends.
 */
final class ClassArchive {
  private static final String MODEL = "rehearsal";
  private static final Shape INPUT = Shape.of(3, 32, 32);
  private static final int CLASSES = 10;
  private static final double WIDTH = 0.05;
  private static final float TOLERANCE = 1;
  private static final long LONGEST_SECONDS = 120;

  /** Where ONNX Runtime's libraries are; the launcher sets it for every command. */
  private static final String NATIVE_PATH = "onnxruntime.native.path";

  private ClassArchive() {}

  /** Writes the archive to the one file that is named. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("seedcast-archive");
    try {
      make(Path.of(arguments[0]), folder);
    } finally {
      delete(folder);
    }
  }

  private static void make(Path archive, Path folder) throws IOException, InterruptedException {
    SigningKey key = Keys.generate();
    Keys.write(key, folder.resolve(MODEL));
    Path file = folder.resolve(MODEL + ".seedcast");
    PackageWriter.writeFile(untrainedModel(), file, key);
    try (HubServer hub = HubServer.start(HubConfig.of(folder.resolve("hub"), 0))) {
      new HubClient(hub.uri(), null).publish(file);
      runDevice(archive, folder, hub.uri());
    }
  }

  private static ModelPackage untrainedModel() {
    Network network =
        Architecture.RESNET18.build(MonoStyle.DEFAULT, new Dimensions(INPUT, CLASSES, WIDTH));
    NamedTensors sent = arbitraryTensors(network);
    RegrownNetwork regrown = Regrower.regrow(network, sent, 1);
    byte[] image = new byte[network.input().elements()];
    Probe probe;
    try (InferenceSession session = InferenceSession.open(regrown, 1)) {
      probe =
          Probe.of(network.input(), List.of(image), List.of(session.logits(image, 1)), TOLERANCE);
    }
    return new ModelPackage(
        new Release(MODEL, 1, Instant.now().truncatedTo(ChronoUnit.SECONDS), null),
        network,
        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
        Precision.FLOAT32,
        sent,
        probe,
        regrown.digest(),
        new TreeMap<>());
  }

  private static NamedTensors arbitraryTensors(Network network) {
    Philox random = Philox.of(1, 0);
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    SentTensors.shapes(network)
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.elements()];
              random.fillNormal(values);
              tensors.put(name, FloatTensor.of(shape, values));
            });
    return NamedTensors.of(tensors);
  }

  private static void runDevice(Path archive, Path folder, URI hub)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-XX:+UseSerialGC"));
    String libraries = System.getProperty(NATIVE_PATH);
    if (libraries != null) {
      command.add("-D" + NATIVE_PATH + "=" + libraries);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Seedcast.class.getName());
    command.addAll(List.of("device", "run", "--once", "--hub", hub.toString(), "--model", MODEL));
    command.addAll(List.of("--state", folder.resolve("device").toString()));
    command.addAll(List.of("--trust", Keys.publicFile(folder.resolve(MODEL)).toString()));
    Process device =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    try {
      if (!device.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || device.exitValue() != 0) {
        throw new IOException("the device did not end well: " + device);
      }
    } finally {
      device.destroyForcibly();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
