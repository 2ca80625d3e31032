package io.seedcast.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteShuffleTest {
  private static final List<ByteShuffle.Run> RUNS =
      List.of(new ByteShuffle.Run(2, 4), new ByteShuffle.Run(3, 1), new ByteShuffle.Run(1, 4));

  @Test
  void putsTheLowestBytesOfAllValuesFirst() {
    byte[] plain = file(1, 2, 3, 4, 5, 6, 7, 8, 50, 51, 52, 9, 10, 11, 12);

    byte[] shuffled = ByteShuffle.shuffle(plain, RUNS);

    assertThat(shuffled).isEqualTo(file(1, 5, 50, 51, 52, 9, 2, 6, 10, 3, 7, 11, 4, 8, 12));
    assertThat(ByteShuffle.unshuffle(shuffled, RUNS)).isEqualTo(plain);
  }

  @Test
  void leavesAloneWhatIsNoFileOfTheseTensors() {
    byte[] other = file(1, 2, 3);

    assertThat(ByteShuffle.unshuffle(other, RUNS)).isEqualTo(other);
    assertThat(ByteShuffle.unshuffle(new byte[] {1, 2}, RUNS)).isEqualTo(new byte[] {1, 2});
  }

  /** A file with a header of two bytes. */
  private static byte[] file(int... data) {
    ByteBuffer file = ByteBuffer.allocate(10 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(2).put((byte) '{').put((byte) '}');
    for (int value : data) {
      file.put((byte) value);
    }
    return file.array();
  }
}
