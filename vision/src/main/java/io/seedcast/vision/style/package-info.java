/**
 * Pictures of the same things by several vendors: {@link io.seedcast.vision.style.StyledImages},
 * from which a vendor is held out to see how much of what was learned carries over to its style.
 */
@NullMarked
package io.seedcast.vision.style;

import org.jspecify.annotations.NullMarked;
