package io.seedcast.hub;

import static io.seedcast.hub.Http.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubDirectoryTest {
  private static final String UUID = "00000000-1111-2222-3333-444444444444";

  @TempDir Path directory;

  private void make(String... files) throws IOException {
    for (String name : files) {
      Path file = directory.resolve(name);
      if (name.endsWith("/")) {
        Files.createDirectories(file);
      } else {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "content of " + name);
      }
    }
  }

  private HubServer start() {
    return HubServer.start(HubConfig.of(directory, 0));
  }

  private Map<String, String> everything() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.toList()) {
        found.put(path.toString(), Files.isDirectory(path) ? "" : Files.readString(path));
      }
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src/Main.java uploads/photo.jpg uploads/" + UUID + " models/ | src",
        "uploads/" + UUID + " | uploads",
        "lock models/cnn/weights.bin uploads/" + UUID + " README | README",
      })
  void refusesADirectoryOfSomethingElseAndLeavesItAlone(String files, String named)
      throws IOException {
    make(files.split(" "));
    Map<String, String> before = everything();

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            HubException.class,
            e -> {
              assertThat(e.code()).isEqualTo("hub.directory");
              assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            })
        .hasMessageContaining(directory + " is no hub's directory: it holds \"" + named + "\"");

    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");

    assertThatThrownBy(() -> HubServer.start(HubConfig.of(file, 0)))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .hasMessage(file + " is a file; a hub needs a directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lock",
        "lock models/",
        "lock models/ devices/ uploads/",
        "lock models/ devices/ uploads/ notes.txt",
        "lost+found/ .snapshot/"
      })
  void opensWhatAHubHasMadeOrBegunToMake(String files) throws IOException {
    make(files.split(" "));

    try (HubServer hub = start()) {
      assertThat(text(new Http(hub.uri()).get("/v1/models"))).isEqualTo("{\"models\":[]}");
    }
  }

  @Test
  void deletesNothingButItsOwnUnfinishedFiles() throws IOException {
    start().close();
    make("uploads/" + UUID, "uploads/notes.txt", "uploads/" + UUID + ".jpg", "uploads/old/file");

    start().close();

    assertThat(directory.resolve("uploads/" + UUID)).doesNotExist();
    assertThat(directory.resolve("uploads/notes.txt")).exists();
    assertThat(directory.resolve("uploads/" + UUID + ".jpg")).exists();
    assertThat(directory.resolve("uploads/old/file")).exists();
  }

  @Test
  void passesOverWhatIsNoModel() throws IOException {
    start().close();
    make("models/.DS_Store", "models/lost+found/", "models/notes/a.txt", "models/text");
    Map<String, String> before = everything();

    try (LogLines log = new LogLines();
        HubServer hub = start()) {
      assertThat(text(new Http(hub.uri()).get("/v1/models"))).isEqualTo("{\"models\":[]}");
      assertThat(log.of(Level.WARN))
          .containsExactlyElementsOf(
              Stream.of(".DS_Store", "lost+found", "notes", "text")
                  .map(name -> directory.resolve("models").resolve(name))
                  .map(path -> "passing over " + path + ": it is no model's folder")
                  .toList());
    }

    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                         | it lists no manifests",
        "{\"schemaVersion\":2                       | it is not JSON: ",
        "[]                                         | it lists no manifests",
        "{\"manifests\":[{\"digest\":\"sha256:\"}]} | \"sha256:\" is not a sha256 digest",
      })
  void refusesADamagedIndexByItsName(String index, String reason) throws IOException {
    make("lock", "models/mono/oci-layout", "models/mono/index.json");
    Path file = Files.writeString(directory.resolve("models/mono/index.json"), index);

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            HubException.class,
            e -> {
              assertThat(e.code()).isEqualTo("hub.directory");
              assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            })
        .hasMessageStartingWith(file + " is not a model's index: " + reason);

    Files.writeString(file, "{\"manifests\":[]}");
    start().close();
  }

  @Test
  void saysWhichOfItsFoldersIsNone() throws IOException {
    make("lock", "models");

    assertThatThrownBy(this::start)
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED))
        .hasMessage(
            "the hub's directory %s cannot be used: %s is no directory"
                .formatted(directory, directory.resolve("models")));
  }

  @Test
  void staysWithItsOwnWhenItIsStartedAgain() throws IOException {
    start().close();
    assertThat(everything().keySet())
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of(directory),
                    Stream.of("devices", "lock", "models", "uploads").map(directory::resolve))
                .map(Path::toString)
                .toList());

    start().close();

    assertThat(List.copyOf(everything().keySet())).hasSize(5);
  }
}
