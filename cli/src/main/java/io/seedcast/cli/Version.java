package io.seedcast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as Maven wrote it. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "version.properties";

  @Override
  public String[] getVersion() {
    return new String[] {"seedcast " + text()};
  }

  /**
   * The version, the commit it was built from, and whether files differed from that commit: {@code
   * 0.1.0 (1a2b3c4d5e, changed)}. Without the commit if it was not built in the main work tree of a
   * Git repository.
   */
  static String text() {
    Properties properties = new Properties();
    try (InputStream stream = Version.class.getResourceAsStream(RESOURCE)) {
      if (stream != null) {
        properties.load(stream);
      }
    } catch (IOException e) {
      throw new IllegalStateException(RESOURCE + " could not be read", e);
    }
    return text(
        properties.getProperty("version", "unknown"),
        properties.getProperty("commit", ""),
        Boolean.parseBoolean(properties.getProperty("changed")));
  }

  static String text(String version, String commit, boolean changed) {
    if (commit.isEmpty()) {
      return version;
    }
    return "%s (%s%s)".formatted(version, commit, changed ? ", changed" : "");
  }
}
