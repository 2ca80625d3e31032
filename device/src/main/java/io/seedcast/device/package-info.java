/**
 * The device agent: {@link io.seedcast.device.DeviceAgent} fetches a model from a hub, verifies and
 * regrows it, puts it in use, falls back to the one before if it fails, and reports. {@link
 * io.seedcast.device.Predictor} is the model in use, {@link io.seedcast.device.DeviceConfig} says
 * what to run and whom to trust.
 *
 * <p>The state directory:
 *
 * <pre>
 *   lock                           held by the running agent
 *   state.json                     which version is in use, which one before it, and which one is
 *                                  being fetched; replaced whole, the one commit point
 *   blobs/HEX                      parts of packages, whole and verified, named by their SHA-256
 *   partial/HEX                    the beginning of a part that is still being fetched
 *   regrown/HEX.safetensors        stored mode: the regrown tensors of the package with this manifest
 *   *.tmp                          unfinished; passed over, and deleted at the next start
 * </pre>
 *
 * <p>Files are written beside their place, forced to the disk and moved into it, and the versions
 * that {@code state.json} has installed are there before it names them. So a device may lose power
 * between any two steps. Files named by a digest that no version needs are deleted; others' are
 * left alone.
 */
@NullMarked
package io.seedcast.device;

import org.jspecify.annotations.NullMarked;
