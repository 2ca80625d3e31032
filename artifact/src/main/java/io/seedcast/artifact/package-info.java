/**
 * The package: what travels from the cloud to a device, and the two formats it is made of: {@link
 * io.seedcast.artifact.NetworkJson}, a network's description as JSON, and {@link
 * io.seedcast.artifact.Safetensors}, tensors in a file.
 */
@NullMarked
package io.seedcast.artifact;

import org.jspecify.annotations.NullMarked;
