package io.seedcast.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.jspecify.annotations.Nullable;

/**
 * A package on disk, a directory or a single file, opened to read its blobs. Only what no digest
 * protects has been verified: the layout, and that the manifest is there. Not safe for use by
 * several threads at once.
 */
public final class PackageLayout implements BlobSource, Closeable {
  private static final String HERE = "./";
  private static final Set<String> DIRECTORIES = Set.of("", "blobs/", OciLayout.BLOBS);

  private final String source;
  private final LayoutFiles files;
  private final Descriptor manifest;

  private PackageLayout(String source, LayoutFiles files) throws IOException {
    this.source = source;
    this.files = files;
    OciLayout.checkLayoutFile(small(OciLayout.LAYOUT_FILE), source);
    this.manifest = OciLayout.parseIndex(small(OciLayout.INDEX_FILE), source);
    PackageReader.readBlob(this, manifest, Manifest.MAX_BYTES, source);
  }

  /** Files by their path in the layout. */
  private interface LayoutFiles extends Closeable {
    /** Returns at most so many bytes of a file. */
    byte[] read(String name, int atMost) throws IOException;

    /** Refuses files that the package does not use, if there is no reason for them. */
    void requireOnly(Set<String> names);
  }

  /**
   * Opens a package.
   *
   * @param path a directory with an OCI image layout, or a tar file of one, also one made by other
   *     tools
   * @throws PackageException {@code package.missing}, {@code package.not-a-package}, {@code
   *     package.truncated}, {@code package.checksum}, {@code package.malformed} or {@code
   *     package.unreadable}
   */
  public static PackageLayout open(Path path) {
    String source = path.toString();
    LayoutFiles files = null;
    try {
      files = Files.isDirectory(path) ? directory(path) : tar(path);
      return new PackageLayout(source, files);
    } catch (IOException e) {
      PackageException failure =
          e instanceof NoSuchFileException && !Files.exists(path)
              ? PackageException.refused("package.missing", source + ": no such file", e)
              : PackageReader.unreadable(source, e);
      throw closed(files, failure);
    } catch (RuntimeException e) {
      throw closed(files, e);
    }
  }

  private static RuntimeException closed(@Nullable LayoutFiles files, RuntimeException failure) {
    if (files != null) {
      try {
        files.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  /** The digest of the package's manifest. */
  public Digest manifestDigest() {
    return manifest.digest();
  }

  /** The path that was opened. */
  String source() {
    return source;
  }

  @Override
  public byte[] read(Digest digest, int sizeBytes) throws IOException {
    return files.read(OciLayout.BLOBS + digest.hex(), sizeBytes + 1);
  }

  /** Refuses a single file that holds more than the package. */
  void requireOnly(Set<Digest> blobs) {
    Set<String> names = new HashSet<>(Set.of(OciLayout.LAYOUT_FILE, OciLayout.INDEX_FILE));
    blobs.forEach(blob -> names.add(OciLayout.BLOBS + blob.hex()));
    files.requireOnly(names);
  }

  @Override
  public void close() throws IOException {
    files.close();
  }

  private byte[] small(String name) throws IOException {
    try {
      byte[] bytes = files.read(name, OciLayout.MAX_BYTES + 1);
      if (bytes.length > OciLayout.MAX_BYTES) {
        throw PackageException.refused(
            "package.malformed",
            source + ": " + name + " has more than " + OciLayout.MAX_BYTES + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw PackageException.refused(
          "package.not-a-package", source + ": not a package: it has no file \"" + name + "\"", e);
    }
  }

  private static LayoutFiles directory(Path root) {
    return new LayoutFiles() {
      @Override
      public byte[] read(String name, int atMost) throws IOException {
        Path file = root.resolve(name);
        if (Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          throw PackageException.refused(
              "package.malformed", file + ": not a regular file; links are not followed");
        }
        try (InputStream in = Files.newInputStream(file)) {
          return in.readNBytes(atMost);
        }
      }

      @Override
      public void requireOnly(Set<String> names) {
        // A directory may be shared with other packages.
      }

      @Override
      public void close() {}
    };
  }

  private static LayoutFiles tar(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      TarCheck.check(channel, path.toString());
    }
    TarFile tar = openTar(path);
    try {
      Map<String, TarArchiveEntry> entries = entries(tar, path.toString());
      return new TarEntries(tar, entries, path.toString());
    } catch (RuntimeException e) {
      tar.close();
      throw e;
    }
  }

  /** Opens a tar that has been checked: what its reader still stumbles over is malformed. */
  private static TarFile openTar(Path path) throws IOException {
    try {
      return new TarFile(path);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw PackageException.refused(
          "package.malformed", path + ": not a readable tar file: " + e.getMessage(), e);
    }
  }

  private static Map<String, TarArchiveEntry> entries(TarFile tar, String source) {
    Map<String, TarArchiveEntry> entries = new HashMap<>();
    for (TarArchiveEntry entry : tar.getEntries()) {
      String name =
          entry.getName().startsWith(HERE)
              ? entry.getName().substring(HERE.length())
              : entry.getName();
      if (entry.isDirectory() && DIRECTORIES.contains(name)) {
        continue;
      }
      if (!entry.isFile() || entry.isSparse() || !isAccepted(name)) {
        throw PackageException.refused(
            "package.malformed",
            source + ": unexpected entry \"" + entry.getName() + "\" in the tar file");
      }
      if (entries.put(name, entry) != null) {
        throw PackageException.refused(
            "package.malformed", source + ": two entries are named \"" + name + "\"");
      }
    }
    return entries;
  }

  private static boolean isAccepted(String name) {
    return name.equals(OciLayout.LAYOUT_FILE)
        || name.equals(OciLayout.INDEX_FILE)
        || name.matches(OciLayout.BLOBS + "[0-9a-f]{64}");
  }

  /** The files of a tar. */
  private record TarEntries(TarFile tar, Map<String, TarArchiveEntry> entries, String source)
      implements LayoutFiles {
    @Override
    public byte[] read(String name, int atMost) throws IOException {
      TarArchiveEntry entry = entries.get(name);
      if (entry == null) {
        throw new NoSuchFileException(source, name, "no such entry");
      }
      try (InputStream in = tar.getInputStream(entry)) {
        return in.readNBytes(atMost);
      }
    }

    @Override
    public void requireOnly(Set<String> names) {
      for (String name : entries.keySet()) {
        if (!names.contains(name)) {
          throw PackageException.refused(
              "package.malformed", source + ": \"" + name + "\" does not belong to the package");
        }
      }
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
