package io.seedcast.artifact;

import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Writes packages. Equal arguments give equal bytes (Ed25519 signatures are deterministic), and a
 * package is there whole or not at all, even if the disk fills up or the power fails.
 */
public final class PackageWriter {
  private PackageWriter() {}

  /**
   * Writes a single file (a tar of an OCI image layout), replacing one that is there.
   *
   * @param key signs the package; without it, only {@link Trust#anyone} reads it
   * @throws IllegalArgumentException if no hub takes the model's name
   * @throws PackageException {@code package.unwritable} if the file cannot be written
   */
  public static StoredPackage writeFile(ModelPackage model, Path file, @Nullable SigningKey key) {
    EncodedPackage encoded = encode(model, key);
    if (Files.isDirectory(file)) {
      throw PackageException.refused(
          "package.exists", file + ": is a directory and is not replaced by a file");
    }
    try {
      AtomicFile.write(file, target -> writeTar(files(encoded), target));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    return encoded.description();
  }

  /**
   * Writes a directory (an OCI image layout).
   *
   * @param directory does not exist, or is empty
   * @param key signs the package; without it, only {@link Trust#anyone} reads it
   * @throws IllegalArgumentException if no hub takes the model's name
   * @throws PackageException {@code package.exists} if there is something already, {@code
   *     package.unwritable} if it cannot be written
   */
  public static StoredPackage writeDirectory(
      ModelPackage model, Path directory, @Nullable SigningKey key) {
    EncodedPackage encoded = encode(model, key);
    try {
      requireNothingAt(directory);
      AtomicFile.writeDirectory(
          directory,
          root -> {
            Files.createDirectories(root.resolve(OciLayout.BLOBS));
            for (Map.Entry<String, byte[]> file : files(encoded).entrySet()) {
              AtomicFile.writeNew(
                  root.resolve(file.getKey()), target -> target.write(file.getValue()));
            }
          });
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
    return encoded.description();
  }

  private static EncodedPackage encode(ModelPackage model, @Nullable SigningKey key) {
    model.release().requirePublishable();
    return EncodedPackage.of(model, key);
  }

  private static void requireNothingAt(Path directory) throws IOException {
    boolean isFree = !Files.exists(directory);
    if (Files.isDirectory(directory)) {
      try (var content = Files.newDirectoryStream(directory)) {
        isFree = !content.iterator().hasNext();
      }
    }
    if (!isFree) {
      throw PackageException.refused(
          "package.exists", directory + ": already exists; remove it or choose another name");
    }
  }

  /** The files of the layout by path, in the order in which they are stored. */
  private static Map<String, byte[]> files(EncodedPackage encoded) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(OciLayout.LAYOUT_FILE, OciLayout.layoutFile());
    files.put(
        OciLayout.INDEX_FILE,
        OciLayout.indexFile(
            new Descriptor(
                Manifest.MEDIA_TYPE,
                encoded.description().manifestDigest(),
                encoded.manifestBytes())));
    encoded.blobs().forEach((digest, blob) -> files.put(OciLayout.BLOBS + digest.hex(), blob));
    return files;
  }

  private static void writeTar(Map<String, byte[]> files, OutputStream target) throws IOException {
    TarArchiveOutputStream tar =
        new TarArchiveOutputStream(target, StandardCharsets.US_ASCII.name());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), TarConstants.LF_NORMAL);
      entry.setSize(file.getValue().length);
      entry.setMode(0644);
      entry.setModTime(0);
      entry.setIds(0, 0);
      entry.setNames("", "");
      tar.putArchiveEntry(entry);
      tar.write(file.getValue());
      tar.closeArchiveEntry();
    }
    tar.finish();
  }

  private static PackageException unwritable(Path target, IOException cause) {
    return PackageException.failed(
        "package.unwritable", target + ": cannot be written: " + cause, cause);
  }
}
