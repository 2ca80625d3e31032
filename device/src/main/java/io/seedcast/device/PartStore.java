package io.seedcast.device;

import io.seedcast.artifact.BlobSource;
import io.seedcast.artifact.Descriptor;
import io.seedcast.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** The parts of packages that a device has, by digest. */
final class PartStore implements BlobSource {
  static final String BLOBS = "blobs";
  static final String PARTIAL = "partial";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path blobs;
  private final Path partial;

  private PartStore(Path blobs, Path partial) {
    this.blobs = blobs;
    this.partial = partial;
  }

  static PartStore open(Path state) throws IOException {
    return new PartStore(
        Files.createDirectories(state.resolve(BLOBS)),
        Files.createDirectories(state.resolve(PARTIAL)));
  }

  @Override
  public byte[] read(Digest digest, int sizeBytes) throws IOException {
    try (InputStream in = Files.newInputStream(file(digest))) {
      return in.readNBytes(sizeBytes + 1);
    }
  }

  /** All bytes of a part that is there. */
  byte[] content(Descriptor part) {
    Path file = file(part.digest());
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw Disk.failure(e, file.toString());
    }
  }

  /** Adds a part whose digest has been computed from these bytes, unless it is there. */
  void add(Digest digest, byte[] content) {
    if (!isThere(digest, content.length)) {
      Disk.replace(file(digest), content);
    }
  }

  /** Tells whether a part is there and intact. */
  boolean has(Descriptor part) {
    return isThere(part.digest(), part.sizeBytes());
  }

  private boolean isThere(Digest digest, long sizeBytes) {
    Path file = file(digest);
    try {
      return Files.isRegularFile(file)
          && Files.size(file) == sizeBytes
          && digestOf(file).equals(digest);
    } catch (IOException e) {
      throw Disk.failure(e, file.toString());
    }
  }

  /**
   * Fetches a part, going on where an earlier attempt ended.
   *
   * @return the number of bytes that came over the network
   * @throws DeviceException {@code device.digest} if the hub sends something else
   */
  long fetch(HubConnection hub, String model, Descriptor part) {
    Path unfinished = partial.resolve(part.digest().hex());
    try {
      long received = download(hub, model, part, unfinished);
      Disk.move(unfinished, file(part.digest()));
      return received;
    } catch (IOException e) {
      throw Disk.failure(e, unfinished.toString());
    }
  }

  /**
   * A part that is in memory only.
   *
   * @param received the number of bytes that came over the network
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Loaded(byte[] content, long received) {}

  /**
   * Fetches a small part of which nobody trusted has said yet that it may stay: nothing of it is
   * left on the disk, whatever comes of it.
   *
   * @throws DeviceException {@code device.digest} if the hub sends something else
   */
  Loaded load(HubConnection hub, String model, Descriptor part) {
    Path unfinished = partial.resolve(part.digest().hex());
    try {
      try {
        long received = download(hub, model, part, unfinished);
        return new Loaded(Files.readAllBytes(unfinished), received);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw Disk.failure(e, unfinished.toString());
    }
  }

  private static long download(HubConnection hub, String model, Descriptor part, Path unfinished)
      throws IOException {
    boolean resumed = Files.exists(unfinished);
    long received = complete(hub, model, part, unfinished);
    Digest found = digestOf(unfinished);
    if (!found.equals(part.digest()) && resumed) {
      // What an earlier attempt left may be what is wrong.
      Files.delete(unfinished);
      received += complete(hub, model, part, unfinished);
      found = digestOf(unfinished);
    }
    if (!found.equals(part.digest())) {
      Files.delete(unfinished);
      throw DeviceException.refused(
          "device.digest",
          "the hub sent other bytes than part " + part.digest() + ": their digest is " + found);
    }
    return received;
  }

  private static long complete(HubConnection hub, String model, Descriptor part, Path unfinished)
      throws IOException {
    try {
      return hub.complete(model, part.digest().toString(), part.sizeBytes(), unfinished);
    } catch (DeviceException e) {
      if (e.code().equals("device.disk-full")) {
        Files.deleteIfExists(unfinished);
      }
      throw e;
    }
  }

  /** Deletes every part, whole or not, that is not among these. */
  void retain(Set<Digest> needed) {
    Disk.retain(blobs, "", needed);
    Disk.retain(partial, "", needed);
  }

  private Path file(Digest digest) {
    return blobs.resolve(digest.hex());
  }

  private static Digest digestOf(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return new Digest(HexFormat.of().formatHex(digest.digest()));
  }
}
