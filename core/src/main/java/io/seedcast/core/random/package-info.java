/**
 * Seeded random streams: {@link io.seedcast.core.random.Philox} (the default, counter-based) and
 * {@link io.seedcast.core.random.MersenneTwister} (parity with PyTorch's CPU generator), named by
 * {@link io.seedcast.core.random.StreamAlgorithm} and addressed by {@link
 * io.seedcast.core.random.Seed}.
 *
 * <p>Equal seeds give equal bits on every platform: only integer arithmetic, exact floating-point
 * steps and {@link java.lang.StrictMath} are used.
 */
@NullMarked
package io.seedcast.core.random;

import org.jspecify.annotations.NullMarked;
