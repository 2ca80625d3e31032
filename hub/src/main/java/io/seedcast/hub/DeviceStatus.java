package io.seedcast.hub;

import java.time.Instant;

/**
 * The last that a hub heard of a device.
 *
 * @param receivedAt by the hub's clock
 */
public record DeviceStatus(String id, Instant receivedAt, StatusReport report) {}
