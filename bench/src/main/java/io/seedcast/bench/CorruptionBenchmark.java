package io.seedcast.bench;

import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.Corruptor;
import io.seedcast.vision.corruption.FrostTextures;
import io.seedcast.vision.shapes.Shapes10;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to corrupt one 3x32x32 image at severity 3 on one thread, random numbers included. {@link
 * CorruptionProcessorTime} measures all severities, and processor time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@NullUnmarked // JMH sets the fields.
public class CorruptionBenchmark {
  private static final int IMAGES = 256;
  private static final int SEVERITY = 3;
  private static final long SEED = 1;

  /** What is done to the images. */
  @Param({
    "GAUSSIAN_NOISE",
    "SHOT_NOISE",
    "IMPULSE_NOISE",
    "DEFOCUS_BLUR",
    "GLASS_BLUR",
    "MOTION_BLUR",
    "ZOOM_BLUR",
    "SNOW",
    "FROST",
    "FOG",
    "BRIGHTNESS",
    "CONTRAST",
    "ELASTIC_TRANSFORM",
    "PIXELATE",
    "JPEG_COMPRESSION",
    "SPECKLE_NOISE",
    "GAUSSIAN_BLUR",
    "SPATTER",
    "SATURATE"
  })
  public Corruption corruption;

  private Images images;
  private Corruptor corruptor;
  private int next;

  /** Draws the images. */
  @Setup
  public void prepare() {
    images = new Shapes10(1, 0, IMAGES).draw().test();
    corruptor =
        Corruptor.of(
            corruption,
            SEVERITY,
            CorruptionScale.CIFAR,
            images.size(),
            FrostTextures.procedural(SEED));
  }

  /** Corrupts the next image. */
  @Benchmark
  public byte[] image() {
    next = (next + 1) % IMAGES;
    return corruptor.corrupt(images.image(next), SEED, next);
  }
}
