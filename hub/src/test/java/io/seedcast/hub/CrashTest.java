package io.seedcast.hub;

import static io.seedcast.hub.Http.bytes;
import static io.seedcast.hub.Http.digest;
import static io.seedcast.hub.Http.header;
import static io.seedcast.hub.Http.manifest;
import static io.seedcast.hub.Http.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {
  private static final byte[] CONFIG = bytes("{}");

  @TempDir Path directory;

  @Test
  void keepsWhatItAcknowledgedWhenItIsKilledWhilePublishing() throws Exception {
    Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
    CountDownLatch someArePublished = new CountDownLatch(10);
    try (HubProcess hub = HubProcess.start(directory)) {
      CompletableFuture<Void> publisher =
          CompletableFuture.runAsync(
              () -> publishUntilKilled(hub.http(), acknowledged, someArePublished));
      someArePublished.await();
      hub.kill();
      publisher.join();
    }

    try (HubProcess hub = HubProcess.start(directory)) {
      Http http = hub.http();
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(10);
      acknowledged.forEach(
          (version, layer) -> {
            assertThat(http.get("/v2/mono/manifests/" + version).body())
                .isEqualTo(manifest(CONFIG, layer));
            assertThat(http.get("/v2/mono/blobs/" + digest(layer)).body()).isEqualTo(layer);
          });
      byte[] next = bytes("after the crash");
      assertThat(publish(http, "next", next).statusCode()).isEqualTo(201);
    }
  }

  private static void publishUntilKilled(
      Http http, Map<String, byte[]> acknowledged, CountDownLatch published) {
    try {
      for (int i = 0; true; i++) {
        byte[] layer = bytes("layer " + i);
        HttpResponse<byte[]> answer = publish(http, "1." + i, layer);
        if (answer.statusCode() == 201) {
          acknowledged.put("1." + i, layer);
          published.countDown();
        }
      }
    } catch (UncheckedIOException killed) {
      // As intended.
    }
  }

  private static HttpResponse<byte[]> publish(Http http, String tag, byte[] layer) {
    http.push("mono", CONFIG);
    http.push("mono", layer);
    return http.send("PUT", "/v2/mono/manifests/" + tag, manifest(CONFIG, layer));
  }

  @Test
  void anUploadGoesOnAfterTheDiskWasFull() throws Exception {
    List<String> onSmallDisk = onSmallDisk();
    assumeTrue(canMount(onSmallDisk), "this system lets a user mount no disk of his own");
    try (HubProcess hub = HubProcess.start(onSmallDisk, directory)) {
      Http http = hub.http();
      byte[] part = new byte[700 << 10];
      new Random(1).nextBytes(part);
      String filler = begin(http);
      http.send("PATCH", filler, new byte[(600 << 10) + 1]);
      String upload = begin(http);

      HttpResponse<byte[]> refused = http.send("PATCH", upload, part);
      String range = header(http.get(upload), "Range");
      int taken = Integer.parseInt(range.substring("0-".length())) + 1;
      http.send("DELETE", filler, new byte[0]);
      HttpResponse<byte[]> rest =
          http.send("PATCH", upload, Arrays.copyOfRange(part, taken, part.length));
      HttpResponse<byte[]> end = http.send("PUT", upload + "?digest=" + digest(part), new byte[0]);

      assertThat(refused.statusCode()).isEqualTo(507);
      assertThat(rest.statusCode()).isEqualTo(202);
      assertThat(end.statusCode()).isEqualTo(201);
      assertThat(http.get("/v2/mono/blobs/" + digest(part)).body()).isEqualTo(part);
    }
  }

  private static String begin(Http http) {
    return header(http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]), "Location");
  }

  @Test
  void storesNothingHalfOnAFullDiskAndGoesOnWithWhatFits() throws Exception {
    List<String> onSmallDisk = onSmallDisk();
    assumeTrue(canMount(onSmallDisk), "this system lets a user mount no disk of his own");
    try (HubProcess hub = HubProcess.start(onSmallDisk, directory)) {
      Http http = hub.http();
      byte[] large = new byte[2 << 20];

      HttpResponse<byte[]> refused =
          http.send("POST", "/v2/mono/blobs/uploads/?digest=" + digest(large), large);
      HttpResponse<byte[]> again = http.get("/v2/mono/blobs/" + digest(large));
      HttpResponse<byte[]> small = publish(http, "1.0.0", new byte[500 << 10]);

      assertThat(refused.statusCode()).isEqualTo(507);
      assertThat(text(refused)).contains("the hub's disk is full; nothing was stored");
      assertThat(again.statusCode()).isEqualTo(404);
      assertThat(small.statusCode()).isEqualTo(201);
    }
  }

  /** Runs a command in a place of its own, where a disk of 1 MiB is mounted in the directory. */
  private List<String> onSmallDisk() {
    return List.of(
        "unshare",
        "--user",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        "mount -t tmpfs -o size=1m small \"$0\" && exec \"$@\"",
        directory.toString());
  }

  private boolean canMount(List<String> wrapper) throws InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0 && Files.isDirectory(directory);
    } catch (IOException e) {
      return false;
    }
  }
}
