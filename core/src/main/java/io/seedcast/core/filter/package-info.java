/**
 * Filter generation: {@link io.seedcast.core.filter.FilterRule} says how a bank of filters follows
 * from learned seed filters, {@link io.seedcast.core.filter.FrozenDraw} holds its random, frozen
 * exponents, and {@link io.seedcast.core.filter.FilterGenerator} computes the bank, equal bits
 * everywhere.
 */
@NullMarked
package io.seedcast.core.filter;

import org.jspecify.annotations.NullMarked;
