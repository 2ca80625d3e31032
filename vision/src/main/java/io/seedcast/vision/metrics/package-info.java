/** How well a classifier did: {@link io.seedcast.vision.metrics.ConfusionMatrix}. */
@NullMarked
package io.seedcast.vision.metrics;

import org.jspecify.annotations.NullMarked;
