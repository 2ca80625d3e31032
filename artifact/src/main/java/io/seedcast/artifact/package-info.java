/**
 * The package: what travels from the cloud to a device. {@link io.seedcast.artifact.ModelPackage}
 * is its content, {@link io.seedcast.artifact.PackageWriter} and {@link
 * io.seedcast.artifact.PackageReader} store and verify it, {@link
 * io.seedcast.artifact.PackageFormat} specifies it field by field.
 *
 * <p>Two formats inside it serve others alone: {@link io.seedcast.artifact.NetworkJson}, a
 * network's description as JSON, and {@link io.seedcast.artifact.Safetensors}, tensors in a file.
 */
@NullMarked
package io.seedcast.artifact;

import org.jspecify.annotations.NullMarked;
