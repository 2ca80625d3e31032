package io.seedcast.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.hub.ManifestDocument.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model's versions: an OCI image layout. Its {@code index.json} is replaced whole, after
 * everything it speaks of is on the disk.
 */
final class ModelStore {
  private static final String INDEX_MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String TOTAL_BYTES = "io.seedcast.hub.total-bytes";
  private static final String LAYOUT_FILE = "oci-layout";
  private static final String INDEX_FILE = "index.json";
  private static final byte[] LAYOUT =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

  private final Path directory;
  private final Disk disk;
  private final JsonMapper json;
  private volatile Index index;

  /** Everything that can be asked for, as of one moment. */
  private record Index(Map<String, StoredManifest> manifests, Map<String, String> tags) {
    Index {
      manifests = Collections.unmodifiableMap(new LinkedHashMap<>(manifests));
      tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }
  }

  private ModelStore(Path directory, Disk disk, JsonMapper json, Index index) {
    this.directory = directory;
    this.disk = disk;
    this.json = json;
    this.index = index;
  }

  /** Whether a folder is a model's. */
  static boolean isModel(Path directory) {
    return Files.isRegularFile(directory.resolve(LAYOUT_FILE));
  }

  /**
   * Opens a model's directory, or creates it.
   *
   * @throws HubException {@code hub.directory} if its index is damaged
   * @throws IOException if it cannot be read or written
   */
  static ModelStore open(Path directory, Disk disk, JsonMapper json) throws IOException {
    Disk.createDirectories(directory.resolve("blobs").resolve("sha256"));
    if (!isModel(directory)) {
      disk.write(directory.resolve(LAYOUT_FILE), LAYOUT);
    }
    Path file = directory.resolve(INDEX_FILE);
    Index index = Files.exists(file) ? read(file, json) : new Index(Map.of(), Map.of());
    return new ModelStore(directory, disk, json, index);
  }

  /** Nothing of a damaged index is passed over: what it had published must not look unpublished. */
  private static Index read(Path file, JsonMapper json) throws IOException {
    JsonNode entries;
    try {
      entries = json.readTree(Files.readAllBytes(file)).path("manifests");
    } catch (JsonProcessingException e) {
      throw damaged(file, "it is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!entries.isArray()) {
      throw damaged(file, "it lists no manifests", null);
    }
    Map<String, StoredManifest> manifests = new LinkedHashMap<>();
    Map<String, String> tags = new LinkedHashMap<>();
    for (JsonNode entry : entries) {
      String digest = entry.path("digest").asText();
      JsonNode annotations = entry.path("annotations");
      if (!Names.isDigest(digest)) {
        throw damaged(file, Names.quote(digest) + " is not a sha256 digest", null);
      }
      manifests.put(
          digest,
          new StoredManifest(
              digest,
              entry.path("mediaType").asText(),
              entry.path("size").asLong(),
              annotations.path(TOTAL_BYTES).asLong()));
      if (annotations.has(REF_NAME)) {
        tags.put(annotations.path(REF_NAME).asText(), digest);
      }
    }
    return new Index(manifests, tags);
  }

  private static HubException damaged(Path file, String reason, @Nullable Throwable cause) {
    return new HubException(
        Kind.REFUSED, "hub.directory", file + " is not a model's index: " + reason, cause);
  }

  /** The tags in the order in which they were first published, and their manifests. */
  Map<String, StoredManifest> tags() {
    Index now = index;
    Map<String, StoredManifest> tags = new LinkedHashMap<>();
    now.tags()
        .forEach(
            (tag, digest) -> {
              StoredManifest manifest = now.manifests().get(digest);
              if (manifest != null) {
                tags.put(tag, manifest);
              }
            });
    return tags;
  }

  /** Returns the manifest that a tag or a digest names. */
  StoredManifest manifest(String reference) {
    Index now = index;
    String digest = reference;
    if (!Names.isDigest(reference)) {
      digest = now.tags().getOrDefault(Names.requireTag(reference), "");
    }
    StoredManifest manifest = now.manifests().get(digest);
    if (manifest == null) {
      throw Refusal.MANIFEST_UNKNOWN.because(
          "model \""
              + directory.getFileName()
              + "\" has no version "
              + Names.quote(reference)
              + "; it has "
              + now.tags().keySet());
    }
    return manifest;
  }

  /** Where a blob lies or will lie. */
  Path blobPath(String digest) {
    return directory.resolve("blobs").resolve("sha256").resolve(Names.hex(digest));
  }

  /** Returns the file of a blob that is there. */
  Path blob(String digest) {
    Path file = blobPath(digest);
    if (!Files.isRegularFile(file)) {
      throw Refusal.BLOB_UNKNOWN.because(
          "model \"" + directory.getFileName() + "\" has no part " + digest);
    }
    return file;
  }

  /**
   * Publishes a manifest under a tag or its digest. {@code latest} moves; any other tag names one
   * manifest for good.
   */
  synchronized StoredManifest publish(String reference, byte[] content) {
    ManifestDocument document = ManifestDocument.parse(json, content);
    String digest = digestOf(content);
    boolean tagged = !reference.startsWith("sha256:");
    if (!tagged && !Names.requireDigest(reference).equals(digest)) {
      throw Refusal.DIGEST_INVALID.because(
          "the manifest received has digest " + digest + ", expected " + reference);
    }
    if (tagged) {
      requireFree(Names.requireTag(reference), digest);
    }
    document.parts().forEach(this::requirePart);
    StoredManifest manifest =
        new StoredManifest(
            digest, document.mediaType(), content.length, content.length + document.partBytes());
    disk.write(blobPath(digest), content);
    Map<String, StoredManifest> manifests = new LinkedHashMap<>(index.manifests());
    Map<String, String> tags = new LinkedHashMap<>(index.tags());
    manifests.put(digest, manifest);
    if (tagged) {
      tags.put(reference, digest);
    }
    Index next = new Index(manifests, tags);
    disk.write(directory.resolve(INDEX_FILE), format(next));
    index = next;
    return manifest;
  }

  private void requireFree(String tag, String digest) {
    String published = index.tags().get(tag);
    if (published != null && !tag.equals(Names.LATEST) && !published.equals(digest)) {
      throw Refusal.VERSION_PUBLISHED.because(
          "version "
              + tag
              + " of model \""
              + directory.getFileName()
              + "\" is published as "
              + published
              + " and stays so; publish "
              + digest
              + " as another version");
    }
  }

  private void requirePart(Part part) {
    Path file = blobPath(part.digest());
    try {
      if (Files.isRegularFile(file) && Files.size(file) == part.sizeBytes()) {
        return;
      }
    } catch (IOException e) {
      throw Disk.failure(e, file);
    }
    throw Refusal.MANIFEST_BLOB_UNKNOWN.because(
        "the manifest lists part "
            + part.digest()
            + " of "
            + part.sizeBytes()
            + " bytes, which was not uploaded before it");
  }

  private byte[] format(Index index) {
    ObjectNode root = json.createObjectNode();
    root.put("schemaVersion", 2);
    root.put("mediaType", INDEX_MEDIA_TYPE);
    ArrayNode entries = root.putArray("manifests");
    for (StoredManifest manifest : index.manifests().values()) {
      if (!index.tags().containsValue(manifest.digest())) {
        describe(entries.addObject(), manifest);
      }
    }
    index
        .tags()
        .forEach(
            (tag, digest) -> {
              StoredManifest manifest = index.manifests().get(digest);
              if (manifest != null) {
                describe(entries.addObject(), manifest).put(REF_NAME, tag);
              }
            });
    return root.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }

  /** Fills in a descriptor and returns its annotations. */
  private static ObjectNode describe(ObjectNode descriptor, StoredManifest manifest) {
    descriptor.put("mediaType", manifest.mediaType());
    descriptor.put("digest", manifest.digest());
    descriptor.put("size", manifest.sizeBytes());
    return descriptor
        .putObject("annotations")
        .put(TOTAL_BYTES, String.valueOf(manifest.totalBytes()));
  }

  private static String digestOf(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
