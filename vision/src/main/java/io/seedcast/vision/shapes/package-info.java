/** The built-in dataset {@link io.seedcast.vision.shapes.Shapes10}, drawn from a seed. */
@NullMarked
package io.seedcast.vision.shapes;

import org.jspecify.annotations.NullMarked;
