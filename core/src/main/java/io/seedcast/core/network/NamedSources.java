package io.seedcast.core.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** An operation's tensors by name, in the order in which they are counted, drawn and sent. */
final class NamedSources {
  private NamedSources() {}

  static Map<String, ParameterSource> of(
      String firstName, ParameterSource first, String secondName, ParameterSource second) {
    Map<String, ParameterSource> sources = new LinkedHashMap<>();
    sources.put(firstName, first);
    sources.put(secondName, second);
    return Collections.unmodifiableMap(sources);
  }

  static Map<String, ParameterSource> weightAndBias(ParameterSource weight, ParameterSource bias) {
    return of("weight", weight, "bias", bias);
  }
}
