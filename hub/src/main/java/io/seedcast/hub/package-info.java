/**
 * The server that publishes packages: {@link io.seedcast.hub.HubServer} speaks the OCI distribution
 * protocol under {@code /v2} for packages, and takes and lists what devices report under {@code
 * /v1}. {@link io.seedcast.hub.HubConfig} says where it listens and what it accepts.
 *
 * <p>Its directory holds one OCI image layout a model, so that any OCI tool can read it in place:
 *
 * <pre>
 *   lock                          held by the running hub; made first
 *   models/NAME/oci-layout
 *   models/NAME/index.json        which tag is which manifest; replaced whole, the one commit point
 *   models/NAME/blobs/sha256/HEX  manifests and parts, named by their digest
 *   devices/ID.json               the last report of each device
 *   uploads/                      what is being written; deleted at every start
 * </pre>
 *
 * <p>Every file is written elsewhere, forced to the disk and moved into place, so that a hub that
 * is killed at any moment starts again with what it had acknowledged.
 */
@NullMarked
package io.seedcast.hub;

import org.jspecify.annotations.NullMarked;
