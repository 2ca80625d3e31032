/**
 * Arrays in NumPy's file format, versions 1 to 3: {@link io.seedcast.vision.npy.NpyFile} reads
 * them, {@link io.seedcast.vision.npy.NpyWriter} writes them, {@link
 * io.seedcast.vision.npy.NpyImages} takes images from them.
 */
@NullMarked
package io.seedcast.vision.npy;

import org.jspecify.annotations.NullMarked;
