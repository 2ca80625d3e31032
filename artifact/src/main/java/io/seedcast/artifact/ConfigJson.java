package io.seedcast.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.artifact.PackageHeader.SignatureState;
import java.util.List;
import java.util.Set;

/** The signed config: what {@link PackageHeader} holds, as JSON. */
final class ConfigJson {
  static final int MAX_BYTES = 256 << 10;

  private static final Set<String> PROPERTIES =
      Set.of(
          "formatVersion",
          "name",
          "version",
          "created",
          "expires",
          "precision",
          "regrownDigest",
          "parts",
          "provenance");
  private static final Set<String> PART_PROPERTIES =
      Set.of("name", "mediaType", "digest", "size", "contentDigest", "contentSize");
  private static final JsonMapper MAPPER = Json.mapper(MAX_BYTES).build();

  private ConfigJson() {}

  static byte[] write(PackageHeader header) {
    Release release = header.release();
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("formatVersion", header.formatVersion())
            .put("name", release.name())
            .put("version", release.version())
            .put("created", release.created().toString());
    if (release.expires() != null) {
      json.put("expires", release.expires().toString());
    }
    json.put("precision", header.precision().id())
        .put("regrownDigest", new Digest(header.regrownDigest()).toString());
    ArrayNode parts = json.putArray("parts");
    for (Part part : header.parts()) {
      ObjectNode object = parts.addObject().put("name", part.name());
      part.stored().write(object);
      object
          .put("contentDigest", part.contentDigest().toString())
          .put("contentSize", part.contentBytes());
    }
    ObjectNode provenance = json.putObject("provenance");
    header.provenance().forEach(provenance::put);
    try {
      byte[] bytes = MAPPER.writeValueAsBytes(json);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "provenance is too long: the package's config has "
                + bytes.length
                + " bytes, at most "
                + MAX_BYTES
                + " are accepted");
      }
      return bytes;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a config is always JSON", e);
    }
  }

  /** Reads a config whose digest and signature have been verified. */
  static PackageHeader parse(byte[] json, SignatureState signature, String source) {
    JsonFields fields = JsonFields.parse(MAPPER, json, source + ": the package's config");
    Versions.require(
        fields.wholeOfAnySize("formatVersion"),
        PackageFormat.OLDEST_VERSION,
        PackageFormat.VERSION,
        "package",
        source);
    fields.requireOnly(PROPERTIES);
    try {
      return new PackageHeader(
          (int) fields.whole("formatVersion"),
          new Release(
              fields.text("name"),
              fields.whole("version"),
              fields.instant("created"),
              fields.has("expires") ? fields.instant("expires") : null),
          fields.parsed("precision", Precision::parse),
          fields.digest("regrownDigest").hex(),
          parts(fields),
          fields.texts("provenance"),
          signature);
    } catch (IllegalArgumentException e) {
      throw PackageException.refused(
          "package.malformed", source + ": the package's config: " + e.getMessage(), e);
    }
  }

  private static List<Part> parts(JsonFields fields) {
    List<Part> parts =
        fields.objects("parts", PartKind.values().length).stream().map(ConfigJson::part).toList();
    List<String> names = parts.stream().map(Part::name).toList();
    if (!names.equals(PartKind.ids())) {
      throw fields.malformed("parts must be " + PartKind.ids() + ": got " + names);
    }
    for (PartKind kind : PartKind.values()) {
      parts.stream().filter(part -> part.name().equals(kind.id())).forEach(kind::check);
    }
    return parts;
  }

  private static Part part(JsonFields fields) {
    fields.requireOnly(PART_PROPERTIES);
    return new Part(
        fields.text("name"),
        Descriptor.parse(fields),
        fields.digest("contentDigest"),
        fields.whole("contentSize"));
  }
}
