/**
 * The rule of filter generation: {@link io.seedcast.core.filter.FilterRule} says how a bank of
 * filters follows from learned seed filters, by which {@link
 * io.seedcast.core.filter.GenerationFunction} and {@link
 * io.seedcast.core.filter.FilterNormalization}. The computation itself is in {@code
 * io.seedcast.core.regrow}.
 */
@NullMarked
package io.seedcast.core.filter;

import org.jspecify.annotations.NullMarked;
