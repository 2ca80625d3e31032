package io.seedcast.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The number format of activations and convolution weights in training; parameters and their
 * updates stay float32.
 */
public enum TrainingPrecision {
  /** float32 throughout. */
  FLOAT32("float32"),
  /** bfloat16 activations and convolutions. */
  BFLOAT16("bfloat16");

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private final String id;

  TrainingPrecision(String id) {
    this.id = id;
  }

  /** The name on the command line. */
  public String id() {
    return id;
  }

  /**
   * Returns bfloat16 where the processor computes with it (AVX512-BF16 or AMX), float32 elsewhere.
   */
  public static TrainingPrecision ofProcessor() {
    try {
      String info = Files.readString(CPU_INFO, StandardCharsets.UTF_8);
      boolean native16 = info.contains("avx512_bf16") || info.contains("amx_bf16");
      return native16 ? BFLOAT16 : FLOAT32;
    } catch (IOException e) {
      return FLOAT32;
    }
  }
}
