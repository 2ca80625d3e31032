@NullMarked
package io.seedcast.vision.style;

import org.jspecify.annotations.NullMarked;
