package io.seedcast.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the hub reads of an OCI image manifest: what it is and what it lists.
 *
 * @param parts the configuration, then the layers
 */
record ManifestDocument(String mediaType, List<Part> parts) {
  private static final String IMAGE_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final int MAX_PARTS = 1000;

  ManifestDocument {
    parts = List.copyOf(parts);
  }

  /** A blob that a manifest lists. */
  record Part(String digest, long sizeBytes) {}

  long partBytes() {
    return parts.stream().mapToLong(Part::sizeBytes).sum();
  }

  static ManifestDocument parse(JsonMapper json, byte[] content) {
    JsonNode root;
    try {
      root = json.readTree(content);
    } catch (JsonProcessingException e) {
      throw invalid("it is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw invalid("it is not JSON: " + e.getMessage());
    }
    if (root.path("schemaVersion").asInt() != 2) {
      throw invalid("schemaVersion must be 2: got " + root.path("schemaVersion"));
    }
    String mediaType = root.path("mediaType").asText(IMAGE_MANIFEST);
    if (!mediaType.equals(IMAGE_MANIFEST)) {
      throw invalid("mediaType must be " + IMAGE_MANIFEST + ": got " + Names.quote(mediaType));
    }
    List<Part> parts = new ArrayList<>();
    parts.add(part("config", root.path("config")));
    for (JsonNode layer : root.path("layers")) {
      if (parts.size() > MAX_PARTS) {
        throw invalid("it may list at most " + MAX_PARTS + " layers");
      }
      parts.add(part("layer " + (parts.size() - 1), layer));
    }
    return new ManifestDocument(mediaType, parts);
  }

  private static Part part(String what, JsonNode descriptor) {
    String digest = descriptor.path("digest").asText();
    if (!Names.isDigest(digest)) {
      throw invalid(what + " needs a sha256 digest: got " + Names.quote(digest));
    }
    if (!descriptor.path("size").canConvertToLong() || descriptor.path("size").asLong() < 0) {
      throw invalid(what + " needs a size of at least 0: got " + descriptor.path("size"));
    }
    return new Part(digest, descriptor.path("size").asLong());
  }

  private static RefusedException invalid(String reason) {
    return Refusal.MANIFEST_INVALID.because("the manifest is not accepted: " + reason);
  }
}
