package io.seedcast.artifact;

import io.seedcast.core.network.Network;
import java.util.List;

/**
 * The content of a package's part {@code description}.
 *
 * @param labels names of the classes
 */
record Description(List<String> labels, Network network) {

  byte[] toJson() {
    return NetworkJson.writeDocument(new Form(labels, NetworkJson.Document.of(network)));
  }

  static Description parse(byte[] json, String source) {
    Form parsed =
        NetworkJson.readDocument(json, Form.class, document -> document.path("network"), source);
    return new Description(parsed.labels(), NetworkJson.network(parsed.network(), source));
  }

  /** As JSON. */
  record Form(List<String> labels, NetworkJson.Document network) {}
}
