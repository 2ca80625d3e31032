/**
 * The networks and convolution styles that can be named: {@link io.seedcast.core.zoo.Architecture}
 * builds a {@link io.seedcast.core.network.Network} from {@link io.seedcast.core.zoo.Dimensions}
 * and a {@link io.seedcast.core.zoo.ConvolutionStyle}. Any style fits any architecture.
 */
@NullMarked
package io.seedcast.core.zoo;

import org.jspecify.annotations.NullMarked;
