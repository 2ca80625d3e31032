/**
 * From what was learned to what a device runs: {@link io.seedcast.core.regrow.SentTensors} folds
 * batch normalisation before sending, {@link io.seedcast.core.regrow.Regrower} computes every
 * tensor of the runtime, {@link io.seedcast.core.regrow.RegrownNetwork} holds them and their
 * digest.
 */
@NullMarked
package io.seedcast.core.regrow;

import org.jspecify.annotations.NullMarked;
