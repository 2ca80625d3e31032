/**
 * Turns images into batches: {@link io.seedcast.vision.loader.BatchLoader} for training (shuffled,
 * with {@link io.seedcast.vision.loader.Augmentation}, on background threads), {@link
 * io.seedcast.vision.loader.SequentialBatches} for evaluation. Pixels stay bytes; scaling and
 * normalisation belong to the network.
 */
@NullMarked
package io.seedcast.vision.loader;

import org.jspecify.annotations.NullMarked;
