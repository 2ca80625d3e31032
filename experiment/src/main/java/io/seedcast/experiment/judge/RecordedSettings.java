package io.seedcast.experiment.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What decides results, written beside them by name: work goes on only with the settings that it
 * was begun with.
 */
public final class RecordedSettings {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private RecordedSettings() {}

  /**
   * Reads the document that settings were recorded in.
   *
   * @param code of the failure
   * @throws SeedcastException if it is not JSON
   */
  public static JsonNode read(Path file, String code) throws IOException {
    try {
      return MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new SeedcastException(Kind.REFUSED, code, file + ": not a JSON document", e);
    }
  }

  /**
   * Refuses settings of which one was recorded with another value.
   *
   * @param place the file or folder that holds the results
   * @param recorded an object with a text for each name
   * @param code of the failure
   * @throws SeedcastException that names the setting; values too, unless they are digests
   */
  public static void requireSame(
      Path place, JsonNode recorded, Map<String, String> settings, String code) {
    settings.forEach(
        (name, value) -> {
          String found = recorded.path(name).asText("nothing");
          if (!found.equals(value)) {
            throw new SeedcastException(
                Kind.REFUSED,
                code,
                place + difference(name, value, found) + "; choose another folder with --out");
          }
        });
  }

  /** Two digests would tell nobody anything. */
  private static String difference(String name, String value, String found) {
    return DIGEST.matcher(value).matches() || DIGEST.matcher(found).matches()
        ? " was made of other " + name
        : " was made with another %s: got %s, found %s".formatted(name, value, found);
  }
}
