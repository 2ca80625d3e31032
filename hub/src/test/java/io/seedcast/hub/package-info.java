/** Tests of the hub over real connections. */
@NullMarked
package io.seedcast.hub;

import org.jspecify.annotations.NullMarked;
