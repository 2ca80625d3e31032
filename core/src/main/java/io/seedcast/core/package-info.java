/** Temp. */
@NullMarked
package io.seedcast.core;

import org.jspecify.annotations.NullMarked;
