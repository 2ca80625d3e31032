package io.seedcast.hub;

/**
 * A manifest as it was pushed.
 *
 * @param sizeBytes of the manifest alone
 * @param totalBytes of the manifest and everything it lists
 */
record StoredManifest(String digest, String mediaType, long sizeBytes, long totalBytes) {}
