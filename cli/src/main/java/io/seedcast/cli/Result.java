package io.seedcast.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a command found out: a document for scripts and a text for people. */
final class Result {
  private final Map<String, Object> document = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  Result() {
    document.put("ok", true);
  }

  /** Adds a field to the document. */
  Result with(String name, Object value) {
    document.put(name, value);
    return this;
  }

  /** Adds a line to the text. */
  Result line(String line) {
    text.append(line).append(System.lineSeparator());
    return this;
  }

  Map<String, Object> document() {
    return document;
  }

  String text() {
    return text.toString();
  }
}
