package io.seedcast.hub;

import io.seedcast.artifact.Digest;

/**
 * A package that has been published.
 *
 * @param manifestDigest names the package as a whole
 * @param partsSent number of parts that the hub did not have
 * @param bytesSent of these parts and the manifest
 * @param latestVersion which devices are offered: this one, or a larger one that was there
 */
public record Publication(
    String model,
    long version,
    Digest manifestDigest,
    int partsSent,
    long bytesSent,
    long latestVersion) {}
