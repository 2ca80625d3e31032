package io.seedcast.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The OCI image manifest of a package: which blobs it consists of. Its own digest names the
 * package.
 *
 * <p>It is a table of contents, not signed: what counts is the signed config, which repeats the
 * parts.
 *
 * @param config the signed config
 * @param layers parts, and the signature if there is one
 */
public record Manifest(Descriptor config, List<Descriptor> layers) {

  /** The media type of manifests. */
  public static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

  /** The longest manifest that is read, in bytes. */
  public static final int MAX_BYTES = 64 << 10;

  private static final int MAX_LAYERS = 16;
  private static final JsonMapper MAPPER = Json.mapper(MAX_BYTES).build();

  public Manifest {
    layers = List.copyOf(layers);
  }

  /**
   * Reads a manifest whose digest has been verified. As OCI asks, unknown properties are ignored.
   *
   * @param source named in failures, as in a file's name
   * @throws PackageException {@code package.not-a-package} if it is the manifest of something else,
   *     {@code package.malformed} if it is none
   */
  public static Manifest parse(byte[] json, String source) {
    JsonFields fields = JsonFields.parse(MAPPER, json, source + ": the manifest");
    String type = fields.optionalText("artifactType");
    if (!PackageFormat.ARTIFACT_TYPE.equals(type)) {
      throw PackageException.refused(
          "package.not-a-package",
          source
              + ": the OCI artifact is not a model of ours: its type is "
              + (type == null ? "not given" : "\"" + type + "\"")
              + ", expected \""
              + PackageFormat.ARTIFACT_TYPE
              + "\"");
    }
    if (fields.whole("schemaVersion") != 2) {
      throw fields.malformed("schemaVersion must be 2: got " + fields.whole("schemaVersion"));
    }
    return new Manifest(
        Descriptor.parse(fields.object("config")),
        fields.objects("layers", MAX_LAYERS).stream().map(Descriptor::parse).toList());
  }

  /** Returns the canonical JSON. */
  public byte[] toJson() {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MEDIA_TYPE)
            .put("artifactType", PackageFormat.ARTIFACT_TYPE);
    config.write(json.putObject("config"));
    ArrayNode array = json.putArray("layers");
    layers.forEach(layer -> layer.write(array.addObject()));
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is always JSON", e);
    }
  }

  /** The config and the layers: all blobs but the manifest itself. */
  public List<Descriptor> blobs() {
    return Stream.concat(Stream.of(config), layers.stream()).toList();
  }

  /** The layer that holds the signature, if there is one. */
  public Optional<Descriptor> signature() {
    return layers.stream()
        .filter(layer -> layer.mediaType().equals(PackageFormat.SIGNATURE_MEDIA_TYPE))
        .findFirst();
  }
}
