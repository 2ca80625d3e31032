/**
 * Benchmarks, run by hand and never by a test: {@link io.seedcast.bench.FilterGenerationBenchmark}
 * and {@link io.seedcast.bench.RegrowBenchmark} (JMH) time regrowing, {@link
 * io.seedcast.bench.InferenceLatency}, {@link io.seedcast.bench.TrainingThroughput} and {@link
 * io.seedcast.bench.DeviceStart} measure a model's way end to end. The scripts beside the sources
 * run them; {@code docs/results/performance.md} holds what came out.
 */
@NullMarked
package io.seedcast.bench;

import org.jspecify.annotations.NullMarked;
