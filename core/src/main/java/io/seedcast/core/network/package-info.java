/**
 * The description of a network: {@link io.seedcast.core.network.Network}, a list of {@link
 * io.seedcast.core.network.Node}s whose {@link io.seedcast.core.network.Operation}s know their
 * output shape and cost and whose {@link io.seedcast.core.network.ParameterSource}s say where each
 * tensor comes from: learned, generated or drawn.
 *
 * <p>Everything else reads this description: cost model, training graph, package, regrowing, ONNX
 * writer.
 */
@NullMarked
package io.seedcast.core.network;

import org.jspecify.annotations.NullMarked;
