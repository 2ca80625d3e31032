package io.seedcast.device;

import io.seedcast.artifact.Digest;
import java.time.Instant;

/**
 * A version that a device has on disk.
 *
 * @param installedAt when it was verified: it was not expired then
 * @param bytesFetched over the network by the update that put it in use; see {@link
 *     UpdateResult.Updated}
 */
record Installed(
    long version, Digest manifest, String regrownDigest, Instant installedAt, long bytesFetched) {}
