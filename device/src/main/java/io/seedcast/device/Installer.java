package io.seedcast.device;

import io.seedcast.artifact.Descriptor;
import io.seedcast.artifact.Digest;
import io.seedcast.artifact.Manifest;
import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageException;
import io.seedcast.artifact.PackageHeader;
import io.seedcast.artifact.PackageReader;
import io.seedcast.artifact.Part;
import io.seedcast.artifact.StoredPackage;
import io.seedcast.artifact.Trust;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.device.DeviceReport.State;
import io.seedcast.device.PartStore.Loaded;
import io.seedcast.onnx.InferenceSession;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Brings a version onto the disk, as far as it can be done without putting it in use. */
final class Installer {
  /** What a package's config or signature may measure, before it is known who says so. */
  private static final long MAX_HEADER_BYTES = 1 << 20;

  private final DeviceConfig config;
  private final HubConnection hub;
  private final PartStore parts;
  private final Slots slots;
  private final Trust trust;
  private final Clock clock;
  private final Consumer<Step> listener;

  Installer(
      DeviceConfig config,
      HubConnection hub,
      PartStore parts,
      Slots slots,
      Clock clock,
      Consumer<Step> listener) {
    this.config = config;
    this.hub = hub;
    this.parts = parts;
    this.slots = slots;
    this.trust = Trust.of(config.trustedKeys());
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * A version that may be put in use.
   *
   * @param partsFetched number of parts that were not there
   */
  record Prepared(Installed installed, int partsFetched) {}

  /** The version that a failure is about, for a report. */
  static final class Attempt {
    private final Digest manifest;
    private long version;
    private State outcome = State.FAILED;

    Attempt(Digest manifest) {
      this.manifest = manifest;
    }

    Digest manifest() {
      return manifest;
    }

    /** The version; 0 as long as nobody trusted has named it. */
    long version() {
      return version;
    }

    State outcome() {
      return outcome;
    }

    /** It was in use for a moment. */
    void rolledBack() {
      outcome = State.ROLLED_BACK;
    }
  }

  /**
   * A version that the hub has, and that somebody trusted has signed for this device's model.
   *
   * @param blobs its manifest, config and signature
   * @param fetch what came over the network so far
   */
  record Offer(Digest manifest, PackageHeader header, Map<Digest, byte[]> blobs, Fetch fetch) {}

  /**
   * Fetches what tells whether a version is one for this device, and verifies it. Nothing stays on
   * the disk.
   *
   * @param manifestJson as the hub sent it
   * @param installedVersion which the new one must exceed
   */
  Offer examine(byte[] manifestJson, Attempt attempt, long installedVersion) {
    Digest digest = attempt.manifest();
    listener.accept(Step.FETCH_HEADER);
    String source = "model " + config.model() + " at " + config.hub();
    Manifest manifest = Manifest.parse(manifestJson, source);
    Fetch fetch = new Fetch(manifestJson.length);
    Map<Digest, byte[]> blobs = fetch.header(manifest);
    blobs.put(digest, manifestJson);
    PackageHeader header =
        PackageReader.readHeader((blob, size) -> read(blobs, blob), digest, trust, clock);
    attempt.version = header.release().version();
    requireModel(header);
    header.release().requireNewerThan(installedVersion);
    return new Offer(digest, header, blobs, fetch);
  }

  private static byte[] read(Map<Digest, byte[]> blobs, Digest digest) throws IOException {
    byte[] blob = blobs.get(digest);
    if (blob == null) {
      throw new NoSuchFileException(digest.hex());
    }
    return blob;
  }

  /** Fetches what is missing, verifies all, regrows, and reproduces the probe. */
  Prepared prepare(Offer offer) {
    Digest digest = offer.manifest();
    PackageHeader header = offer.header();
    Fetch fetch = offer.fetch();
    offer.blobs().forEach(parts::add);

    listener.accept(Step.FETCH_PARTS);
    header.parts().stream().map(Part::stored).forEach(fetch::part);

    listener.accept(Step.VERIFY);
    StoredPackage stored = PackageReader.read(parts, digest, trust, clock);

    listener.accept(Step.REGROW);
    RegrownNetwork regrown = regrow(stored.model());

    listener.accept(Step.PROBE);
    try (InferenceSession session = InferenceSession.open(regrown, config.threads())) {
      Predictor.requireProbe(session, stored.model());
    }
    if (config.mode() == Mode.STORED) {
      listener.accept(Step.STORE);
      slots.write(digest, regrown);
    }
    Installed installed =
        new Installed(
            header.release().version(),
            digest,
            stored.model().regrownDigest(),
            clock.instant(),
            fetch.bytes);
    return new Prepared(installed, fetch.parts);
  }

  /** What comes over the network for one version. */
  final class Fetch {
    private long bytes;
    private int parts;

    Fetch(long bytes) {
      this.bytes = bytes;
    }

    /** Config and signature, which are not believed yet. */
    private Map<Digest, byte[]> header(Manifest manifest) {
      List<Descriptor> needed = new ArrayList<>();
      needed.add(manifest.config());
      manifest.signature().ifPresent(needed::add);
      Map<Digest, byte[]> blobs = new LinkedHashMap<>();
      for (Descriptor descriptor : needed) {
        if (descriptor.sizeBytes() > MAX_HEADER_BYTES) {
          throw DeviceException.refused(
              "device.manifest",
              "the manifest at "
                  + config.hub()
                  + " lists a "
                  + descriptor.mediaType()
                  + " of "
                  + descriptor.sizeBytes()
                  + " bytes, accepted are at most "
                  + MAX_HEADER_BYTES);
        }
        blobs.put(descriptor.digest(), load(descriptor));
      }
      return blobs;
    }

    private byte[] load(Descriptor descriptor) {
      if (Installer.this.parts.has(descriptor)) {
        return Installer.this.parts.content(descriptor);
      }
      Loaded loaded = Installer.this.parts.load(hub, config.model(), descriptor);
      bytes += loaded.received();
      parts++;
      return loaded.content();
    }

    private void part(Descriptor descriptor) {
      if (!Installer.this.parts.has(descriptor)) {
        bytes += Installer.this.parts.fetch(hub, config.model(), descriptor);
        parts++;
      }
    }
  }

  private void requireModel(PackageHeader header) {
    if (!header.release().name().equals(config.model())) {
      throw DeviceException.refused(
          "device.wrong-model",
          "hub "
              + config.hub()
              + " offers model \""
              + header.release().name()
              + "\" as \""
              + config.model()
              + "\"");
    }
  }

  /** Regrows a model and compares it with what the cloud evaluated. */
  RegrownNetwork regrow(ModelPackage model) {
    RegrownNetwork regrown = Regrower.regrow(model.network(), model.sent(), config.threads());
    String digest = regrown.digest();
    if (!digest.equals(model.regrownDigest())) {
      throw DeviceException.refused(
          "device.regrown",
          "version "
              + model.release().version()
              + " regrows to other tensors than in the cloud: digest "
              + digest
              + ", expected "
              + model.regrownDigest());
    }
    return regrown;
  }

  /**
   * Starts a version from what is on disk: verifies the package, reads or regrows the tensors, and
   * reproduces the probe.
   */
  Predictor start(Installed installed) {
    listener.accept(Step.START);
    // It was valid when it was installed; a device without a connection keeps its model.
    Clock then = Clock.fixed(installed.installedAt(), clock.getZone());
    ModelPackage model = PackageReader.read(parts, installed.manifest(), trust, then).model();
    long start = System.nanoTime();
    RegrownNetwork regrown = tensors(installed.manifest(), model);
    double millis = (System.nanoTime() - start) / 1e6;
    InferenceSession session = InferenceSession.open(regrown, config.threads());
    try {
      Predictor.requireProbe(session, model);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
    return new Predictor(session, installed, model.labels(), millis);
  }

  private RegrownNetwork tensors(Digest manifest, ModelPackage model) {
    if (config.mode() == Mode.DYNAMIC) {
      return regrow(model);
    }
    return slots
        .read(manifest, model)
        .orElseGet(
            () -> {
              RegrownNetwork regrown = regrow(model);
              keep(manifest, regrown);
              return regrown;
            });
  }

  /** Saves the next start some work; a model that has regrown does not depend on it. */
  private void keep(Digest manifest, RegrownNetwork regrown) {
    try {
      slots.write(manifest, regrown);
    } catch (DeviceException e) {
      LoggerFactory.getLogger(Installer.class)
          .warn("the regrown tensors are not stored: {}", e.getMessage());
    }
  }

  /**
   * Deletes whatever neither installed versions need nor the one that is being fetched.
   *
   * @throws io.seedcast.artifact.PackageException if an installed version does not tell what it
   *     needs; nothing is deleted
   */
  void retain(Set<Digest> installed, @Nullable Digest incoming) {
    Set<Digest> needed = new HashSet<>();
    installed.forEach(manifest -> needed.addAll(blobsOf(manifest)));
    if (incoming != null) {
      try {
        needed.addAll(blobsOf(incoming));
      } catch (PackageException e) {
        // Its manifest was not stored yet.
      }
    }
    parts.retain(needed);
    slots.retain(config.mode() == Mode.STORED ? installed : Set.of());
  }

  private Set<Digest> blobsOf(Digest manifest) {
    Set<Digest> blobs = new HashSet<>(Set.of(manifest));
    PackageReader.readManifest(parts, manifest).blobs().forEach(blob -> blobs.add(blob.digest()));
    return blobs;
  }
}
