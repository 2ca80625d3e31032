package io.seedcast.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The two files that make a directory of blobs an OCI image layout. */
final class OciLayout {
  static final String LAYOUT_FILE = "oci-layout";
  static final String INDEX_FILE = "index.json";
  static final String BLOBS = "blobs/sha256/";

  /** The longest of either file that is read, in bytes. */
  static final int MAX_BYTES = 64 << 10;

  private static final String VERSION = "1.0.0";
  private static final String INDEX_MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";
  private static final JsonMapper MAPPER = Json.mapper(MAX_BYTES).build();

  /** OCI asks to ignore unknown properties, but no digest protects the index from damage. */
  private static final Set<String> INDEX_PROPERTIES =
      Set.of("schemaVersion", "mediaType", "artifactType", "manifests", "annotations", "subject");

  private static final Set<String> DESCRIPTOR_PROPERTIES =
      Set.of(
          "mediaType", "digest", "size", "annotations", "artifactType", "platform", "urls", "data");

  private OciLayout() {}

  static byte[] layoutFile() {
    return ("{\"imageLayoutVersion\":\"" + VERSION + "\"}").getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] indexFile(Descriptor manifest) {
    ObjectNode json =
        MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", INDEX_MEDIA_TYPE);
    manifest.write(json.putArray("manifests").addObject());
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an index is always JSON", e);
    }
  }

  static void checkLayoutFile(byte[] json, String source) {
    JsonFields fields = JsonFields.parse(MAPPER, json, source + ": " + LAYOUT_FILE);
    fields.requireOnly(Set.of("imageLayoutVersion"));
    String version = fields.text("imageLayoutVersion");
    if (!version.equals(VERSION)) {
      throw fields.malformed(
          "imageLayoutVersion must be \"" + VERSION + "\": got \"" + version + "\"");
    }
  }

  /** Reads an index, which must name one manifest. */
  static Descriptor parseIndex(byte[] json, String source) {
    JsonFields fields = JsonFields.parse(MAPPER, json, source + ": " + INDEX_FILE);
    fields.requireOnly(INDEX_PROPERTIES);
    if (fields.whole("schemaVersion") != 2) {
      throw fields.malformed("schemaVersion must be 2: got " + fields.whole("schemaVersion"));
    }
    String mediaType = fields.optionalText("mediaType");
    if (mediaType != null && !mediaType.equals(INDEX_MEDIA_TYPE)) {
      throw fields.malformed(
          "mediaType must be \"" + INDEX_MEDIA_TYPE + "\": got \"" + mediaType + "\"");
    }
    List<JsonFields> manifests = fields.objects("manifests", 64);
    if (manifests.size() != 1) {
      throw fields.malformed("one manifest is accepted: got " + manifests.size());
    }
    JsonFields entry = manifests.get(0);
    entry.requireOnly(DESCRIPTOR_PROPERTIES);
    Descriptor manifest = Descriptor.parse(entry);
    if (!manifest.mediaType().equals(Manifest.MEDIA_TYPE)) {
      throw entry.malformed(
          "mediaType must be \""
              + Manifest.MEDIA_TYPE
              + "\": got \""
              + manifest.mediaType()
              + "\"");
    }
    String type = entry.optionalText("artifactType");
    if (type != null && !type.equals(PackageFormat.ARTIFACT_TYPE)) {
      throw PackageException.refused(
          "package.not-a-package",
          source
              + ": the OCI artifact is a \""
              + type
              + "\", expected \""
              + PackageFormat.ARTIFACT_TYPE
              + "\"");
    }
    return manifest;
  }
}
