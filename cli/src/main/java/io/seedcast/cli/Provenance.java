package io.seedcast.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/** Where and by what a result was made. */
final class Provenance {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private Provenance() {}

  /** Collects code version, time, JVM, operating system and processor. */
  static Map<String, String> collect() {
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("codeVersion", Version.text());
    provenance.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    provenance.put("jvm", property("java.vm.name") + " " + property("java.runtime.version"));
    provenance.put(
        "os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    provenance.put("processor", processor());
    provenance.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    return provenance;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String processor() {
    try {
      return Files.readAllLines(CPU_INFO, StandardCharsets.UTF_8).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
