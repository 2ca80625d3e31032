package io.seedcast.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The layer that signs a package's config.
 *
 * @param keyId of the key that is said to have signed
 * @param signature Ed25519 over the config's bytes, in base64
 */
record SignatureBlob(String keyId, String signature) {
  static final int MAX_BYTES = 1024;

  private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");
  private static final JsonMapper MAPPER = Json.mapper(MAX_BYTES).build();

  static SignatureBlob of(byte[] config, SigningKey key) {
    return new SignatureBlob(key.id(), Base64.getEncoder().encodeToString(key.sign(config)));
  }

  static SignatureBlob parse(byte[] json, String source) {
    JsonFields fields = JsonFields.parse(MAPPER, json, source + ": the signature");
    fields.requireOnly(Set.of("algorithm", "keyId", "signature"));
    if (!fields.text("algorithm").equals(Keys.ALGORITHM)) {
      throw fields.malformed(
          "algorithm must be " + Keys.ALGORITHM + ": got \"" + fields.text("algorithm") + "\"");
    }
    String keyId = fields.text("keyId");
    if (!KEY_ID.matcher(keyId).matches()) {
      throw fields.malformed("keyId must be 16 hexadecimal digits: got \"" + keyId + "\"");
    }
    fields.parsed("signature", Base64.getDecoder()::decode);
    return new SignatureBlob(keyId, fields.text("signature"));
  }

  byte[] toJson() {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("algorithm", Keys.ALGORITHM)
            .put("keyId", keyId)
            .put("signature", signature);
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a signature is always JSON", e);
    }
  }

  /** Checks the signature as far as trust asks for it. */
  PackageHeader.SignatureState verify(byte[] config, Trust trust, String source) {
    if (!trust.requiresSignature()) {
      return new PackageHeader.SignatureState(keyId, false);
    }
    var key =
        trust
            .key(keyId)
            .orElseThrow(
                () ->
                    PackageException.refused(
                        "package.untrusted-key",
                        source
                            + ": signed with key "
                            + keyId
                            + ", which is not among the trusted ones: "
                            + trust));
    if (!Keys.verifies(key, config, Base64.getDecoder().decode(signature))) {
      throw PackageException.refused(
          "package.signature",
          source + ": the signature with key " + keyId + " does not fit the package's config");
    }
    return new PackageHeader.SignatureState(keyId, true);
  }
}
