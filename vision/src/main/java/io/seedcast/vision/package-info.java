/**
 * Labelled images in memory: {@link io.seedcast.vision.Images} (uint8, NCHW), the {@link
 * io.seedcast.vision.Dataset} made of them, and {@link io.seedcast.vision.DataException} for data
 * that cannot be used.
 */
@NullMarked
package io.seedcast.vision;

import org.jspecify.annotations.NullMarked;
