package io.seedcast.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.seedcast.device.FaultyHub.Fault;
import io.seedcast.device.FaultyHub.Request;
import io.seedcast.device.Models.Flaws;
import io.seedcast.device.UpdateResult.Updated;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultyHubTest extends FleetFixture {
  /** A hub's misbehaviour, and what the device says of it. */
  record Case(String name, Predicate<Request> when, Fault fault, String code, int attempts) {
    RetryPolicy policy() {
      boolean waits = fault instanceof Fault.Silence || fault instanceof Fault.StallAfter;
      return waits ? Fleet.IMPATIENT : Fleet.PATIENT;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    Predicate<Request> manifest = Request::isForManifest;
    Predicate<Request> part = Request::isForPart;
    return Stream.of(
        new Case("manifest 404", manifest, new Fault.Status(404), "device.http", 1),
        new Case("manifest 500", manifest, new Fault.Status(500), "device.http", 3),
        new Case("manifest moved", manifest, new Fault.Status(302), "device.http", 1),
        new Case("manifest cut", manifest, new Fault.CutAfter(9), "device.interrupted-body", 3),
        new Case(
            "manifest stalls", manifest, new Fault.StallAfter(9), "device.interrupted-body", 2),
        new Case("manifest endless", manifest, new Fault.Endless(), "device.digest", 1),
        new Case("manifest silent", manifest, new Fault.Silence(), "device.offline", 2),
        new Case("part 404", part, new Fault.Status(404), "device.http", 1),
        new Case("part 503", part, new Fault.Status(503), "device.http", 3),
        new Case("part cut", part, new Fault.CutAfter(0), "device.interrupted-body", 3),
        new Case("part stalls", part, new Fault.StallAfter(0), "device.interrupted-body", 2),
        new Case("part silent", part, new Fault.Silence(), "device.offline", 2),
        new Case("part altered", part, new Fault.OtherBytes(), "device.digest", 1),
        new Case("part endless", part, new Fault.Endless(), "device.digest", 1));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesUpWithTheReasonKeepsWhatItHasAndRecovers(Case faulty) {
    fleet.install(1);
    fleet.publish(2);

    DeviceConfig config = fleet.config(fleet.hub.uri(), fleet.state, Mode.STORED, faulty.policy());
    try (DeviceAgent agent = Fleet.open(config, step -> {})) {
      fleet.hub.spoil(request -> faulty.when().test(request) ? faulty.fault() : new Fault.None());
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo(faulty.code());
      assertThat(fleet.hub.takeRequests().stream().filter(faulty.when()))
          .hasSize(faulty.attempts());
      Fleet.assertRuns(agent, 1);
    }
    fleet.hub.spoil(request -> new Fault.None());
    try (DeviceAgent agent = fleet.open()) {
      assertThat(agent.update().version()).isEqualTo(2);
      Fleet.assertRuns(agent, 2);
    }
  }

  @Test
  void refusesAManifestWithOtherBytesThanWereSigned() {
    fleet.publish(1);
    fleet.hub.spoil(request -> request.isForManifest() ? new Fault.OtherBytes() : new Fault.None());

    try (DeviceAgent agent = fleet.open()) {
      // Depending on the byte it is no JSON, or no package, or lists parts that nobody has.
      assertThat(Fleet.codeOfFailure(agent)).matches("package\\..*|device\\.(http|digest)");
    }
  }

  @Test
  void continuesWhereTheHubBrokeOff() {
    fleet.publish(1, fleet.key, Flaws.NONE.probing(50));
    AtomicInteger cuts = new AtomicInteger();
    fleet.hub.spoil(
        request ->
            request.isForPart() && cuts.getAndIncrement() % 2 == 0
                ? new Fault.CutAfter(100)
                : new Fault.None());

    try (DeviceAgent agent = fleet.open()) {
      Updated result = (Updated) agent.update();

      assertThat(result.partsFetched()).isEqualTo(5);
      Fleet.assertRuns(agent, 1);
      long sizes = fleet.files("blobs").stream().mapToLong(file -> file.toFile().length()).sum();
      assertThat(result.bytesFetched()).isEqualTo(sizes);
    }
    List<Request> requests = fleet.hub.takeRequests().stream().filter(Request::isForPart).toList();
    assertThat(requests).hasSize(10);
    for (int i = 1; i < requests.size(); i += 2) {
      assertThat(requests.get(i).path()).isEqualTo(requests.get(i - 1).path());
      assertThat(requests.get(i).headers()).containsEntry("range", "bytes=100-");
      assertThat(requests.get(i).headers().get("if-range")).startsWith("\"sha256:");
    }
  }

  /** Breaks off the first part behind config and signature, and does not continue it. */
  private static Function<Request, Fault> breakingOffBehindTheHeader(int status) {
    AtomicInteger parts = new AtomicInteger();
    return request -> {
      if (!request.isForPart() || parts.getAndIncrement() < 2) {
        return new Fault.None();
      }
      return request.headers().containsKey("range")
          ? new Fault.Status(status)
          : new Fault.CutAfter(100);
    };
  }

  @Test
  void continuesAfterAnEarlierProcessWasBrokenOff() {
    fleet.publish(1, fleet.key, Flaws.NONE.probing(50));
    fleet.hub.spoil(breakingOffBehindTheHeader(503));
    try (DeviceAgent agent = fleet.open()) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.http");
    }
    fleet.hub.takeRequests();
    fleet.hub.spoil(request -> new Fault.None());

    try (DeviceAgent agent = fleet.open()) {
      agent.update();
      Fleet.assertRuns(agent, 1);
    }

    assertThat(fleet.hub.takeRequests().stream().filter(Request::isForPart).findFirst())
        .hasValueSatisfying(
            request -> assertThat(request.headers()).containsEntry("range", "bytes=100-"));
  }

  @Test
  void startsOverIfWhatWasKeptOfABrokenDownloadWasDamaged() {
    fleet.publish(1, fleet.key, Flaws.NONE.probing(50));
    fleet.hub.spoil(breakingOffBehindTheHeader(404));
    try (DeviceAgent agent = fleet.open()) {
      Fleet.codeOfFailure(agent);
    }
    fleet.hub.spoil(request -> new Fault.None());
    assertThat(fleet.files("partial")).hasSize(1).allSatisfy(file -> Fleet.flipBit(file, 50));

    try (DeviceAgent agent = fleet.open()) {
      agent.update();
      Fleet.assertRuns(agent, 1);
    }
  }

  @Test
  void forgetsABrokenDownloadOnceThereIsANewerVersion() {
    fleet.install(1);
    fleet.publish(2);
    fleet.hub.spoil(breakingOffBehindTheHeader(404));
    List<Path> unfinished = new ArrayList<>();
    try (DeviceAgent agent =
        fleet.open(
            Mode.STORED,
            step -> {
              if (step == Step.FETCH_PARTS) {
                unfinished.addAll(fleet.files("partial"));
              }
            })) {
      Fleet.codeOfFailure(agent);
      assertThat(fleet.files("partial")).hasSize(1);
      fleet.hub.spoil(request -> new Fault.None());
      fleet.publish(3);

      agent.update();
    }

    assertThat(unfinished).isEmpty();
  }

  @Test
  void keepsNothingOfAHeaderThatIsBrokenOff() {
    fleet.install(1);
    fleet.publish(2);
    fleet.hub.spoil(request -> request.isForPart() ? new Fault.CutAfter(50) : new Fault.None());

    try (DeviceAgent agent = fleet.open()) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.interrupted-body");
    }

    assertThat(fleet.files("partial")).isEmpty();
  }

  @Test
  void takesAWholePartFromAHubThatKnowsNoRanges() {
    fleet.publish(1, fleet.key, Flaws.NONE.probing(50));
    fleet.hub.spoil(
        request ->
            !request.isForPart()
                ? new Fault.None()
                : request.headers().containsKey("range")
                    ? new Fault.IgnoreRange()
                    : new Fault.CutAfter(100));

    try (DeviceAgent agent = fleet.open()) {
      agent.update();
      Fleet.assertRuns(agent, 1);
    }
  }

  @Test
  void worksWithoutAHubThatTakesReports() {
    fleet.publish(1);
    fleet.hub.spoil(request -> request.isReport() ? new Fault.Status(404) : new Fault.None());

    try (DeviceAgent agent = fleet.open()) {
      agent.update();
      Fleet.assertRuns(agent, 1);
      fleet.hub.spoil(request -> new Fault.None());
      agent.update();
    }

    assertThat(fleet.lastReport().state()).isEqualTo("running");
  }

  @Test
  void saysThatTheHubIsDown() throws IOException {
    URI address = fleet.hub.uri();
    fleet.hub.close();

    try (DeviceAgent agent =
        Fleet.open(fleet.config(address, fleet.state, Mode.STORED, Fleet.PATIENT), step -> {})) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.offline");
    }
  }

  /** Installs a version that fits the disk and then one that does not, and prints what happens. */
  static final class SmallDisk {
    public static void main(String[] arguments) throws IOException {
      try (Fleet fleet = new Fleet(Path.of(arguments[0]))) {
        Path disk = Path.of(arguments[1]);
        DeviceConfig config =
            fleet.config(fleet.hub.uri(), disk.resolve("state"), Mode.STORED, Fleet.PATIENT);
        try (DeviceAgent agent = Fleet.open(config, step -> {})) {
          fillUp(fleet, agent);
        }
      }
    }

    private static void fillUp(Fleet fleet, DeviceAgent agent) {
      fleet.publish(1);
      agent.update();
      fleet.publish(2, fleet.key, Flaws.NONE.probing(1000));
      System.out.println(Fleet.codeOfFailure(agent));
      Fleet.assertRuns(agent, 1);
      fleet.publish(3);
      agent.update();
      Fleet.assertRuns(agent, 3);
      System.out.println("recovered");
    }
  }

  @Test
  void keepsItsVersionOnAFullDiskAndTakesTheNextThatFits() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    List<String> onSmallDisk =
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=100k small \"$0\" && exec \"$@\"",
            disk.toString());
    assumeTrue(succeeds(onSmallDisk, "true"), "this system lets a user mount no disk of his own");
    String[] command = {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-cp",
      System.getProperty("java.class.path"),
      SmallDisk.class.getName(),
      Files.createDirectory(directory.resolve("elsewhere")).toString(),
      disk.toString()
    };
    List<String> whole = new ArrayList<>(onSmallDisk);
    whole.addAll(List.of(command));

    Process process =
        new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output.lines()).containsExactly("device.disk-full", "recovered");
    assertThat(process.waitFor()).isZero();
  }

  private static boolean succeeds(List<String> wrapper, String command)
      throws InterruptedException {
    List<String> whole = new ArrayList<>(wrapper);
    whole.add(command);
    try {
      return new ProcessBuilder(whole).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
