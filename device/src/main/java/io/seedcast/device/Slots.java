package io.seedcast.device;

import io.seedcast.artifact.Digest;
import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageException;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.Safetensors;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.regrow.RegrownNetwork;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Regrown tensors on disk, in stored mode, by the manifest of their package. */
final class Slots {
  static final String REGROWN = "regrown";
  private static final String SUFFIX = ".safetensors";

  private final Path directory;

  private Slots(Path directory) {
    this.directory = directory;
  }

  /** Set up when there is something to say: see {@link DeviceAgent}. */
  private static Logger log() {
    return LoggerFactory.getLogger(Slots.class);
  }

  static Slots open(Path state) throws IOException {
    return new Slots(Files.createDirectories(state.resolve(REGROWN)));
  }

  private Path file(Digest manifest) {
    return directory.resolve(manifest.hex() + SUFFIX);
  }

  /** Writes a package's regrown tensors. */
  void write(Digest manifest, RegrownNetwork regrown) {
    Disk.replace(
        file(manifest),
        path -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
            Safetensors.write(out, regrown.tensors(), Precision.FLOAT32, Map.of());
          }
        });
  }

  /** Reads a package's regrown tensors; empty if they are not there, or not what they were. */
  Optional<RegrownNetwork> read(Digest manifest, ModelPackage model) {
    Path file = file(manifest);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      RegrownNetwork regrown = new RegrownNetwork(model.network(), read(file));
      if (regrown.digest().equals(model.regrownDigest())) {
        return Optional.of(regrown);
      }
      log().warn("{} was altered since it was written; regrowing", file);
    } catch (PackageException e) {
      log().warn("regrowing, since {}", e.getMessage());
    } catch (IOException e) {
      log().warn("{} cannot be read; regrowing: {}", file, e.toString());
    }
    return Optional.empty();
  }

  private static NamedTensors read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Safetensors.read(in, Files.size(file), file.toString()).tensors();
    }
  }

  /** Deletes the tensors of every package that is not among these. */
  void retain(Set<Digest> manifests) {
    Disk.retain(directory, SUFFIX, manifests);
  }
}
