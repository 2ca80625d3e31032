/**
 * The common corruptions of images, nineteen kinds at five severities: {@link
 * io.seedcast.vision.corruption.Corruption} names them, {@link
 * io.seedcast.vision.corruption.Corruptor} makes one cell of the table, {@link
 * io.seedcast.vision.corruption.CorruptedSets} reads sets that were made before.
 *
 * <p>Source: D. Hendrycks, T. Dietterich, "Benchmarking Neural Network Robustness to Common
 * Corruptions and Perturbations", ICLR 2019. Given the same random numbers, the results are those
 * of the benchmark's own code, but for a few values that are off by one.
 */
@NullMarked
package io.seedcast.vision.corruption;

import org.jspecify.annotations.NullMarked;
