/**
 * How well a classifier did: {@link io.seedcast.vision.metrics.ConfusionMatrix}; on corrupted
 * images {@link io.seedcast.vision.metrics.CorruptionScores}; and whether it knows, {@link
 * io.seedcast.vision.metrics.CalibrationError}.
 */
@NullMarked
package io.seedcast.vision.metrics;

import org.jspecify.annotations.NullMarked;
