/**
 * Benchmarks, run by hand and never by a test: {@link io.seedcast.bench.FilterGenerationBenchmark},
 * {@link io.seedcast.bench.RegrowBenchmark} (both JMH) and {@link
 * io.seedcast.bench.RegrowProcessorTime} time regrowing, {@link io.seedcast.bench.InferenceLatency}
 * predicting and {@link io.seedcast.bench.TrainingThroughput} training; {@link
 * io.seedcast.bench.CorruptionBenchmark} (JMH) and {@link
 * io.seedcast.bench.CorruptionProcessorTime} time corrupting images. The scripts beside the sources
 * compare with Python and start devices; {@code docs/results/performance.md} holds what came out.
 */
@NullMarked
package io.seedcast.bench;

import org.jspecify.annotations.NullMarked;
