package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TorchTest {
  @Test
  void valuesGoToNativeMemoryAndComeBack() {
    Torch.start();
    Shape shape = Shape.of(2, 3, 1);
    float[] values = {1, -2.5f, 0, -0f, Float.MIN_VALUE, Float.NaN};

    try (PointerScope scope = new PointerScope()) {
      FloatTensor back = Torch.toJava(Torch.tensor(values, shape.toLongArray()), shape);

      assertThat(back).isEqualTo(FloatTensor.of(shape, values));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theFirstStartUsesItsOwnLibrariesAlone(@TempDir Path cache) throws Exception {
    Process process =
        ChildJvm.start(List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache), FirstStart.class);

    List<String> libraries = ChildJvm.lines(process);

    Path root = cache.toRealPath();
    assertThat(libraries)
        .isNotEmpty()
        .allSatisfy(library -> assertThat(Path.of(library)).startsWith(root))
        .anyMatch(library -> library.endsWith("libtorch_cpu.so"));
    try (var files = Files.walk(cache)) {
      assertThat(files.map(file -> file.getFileName().toString())).contains("libjnitorch.so");
    }
  }
}
