/**
 * Single image files: {@link io.seedcast.vision.picture.Picture} reads PNG and JPEG, changes the
 * size, writes PNG; {@link io.seedcast.vision.picture.PictureFiles} finds such files.
 */
@NullMarked
package io.seedcast.vision.picture;

import org.jspecify.annotations.NullMarked;
