package io.seedcast.device;

import io.seedcast.core.failure.SeedcastException;
import org.jspecify.annotations.Nullable;

/**
 * A device that could not do what it was asked.
 *
 * <p>Codes: {@code device.offline} (the hub cannot be reached or does not answer), {@code
 * device.http} (it answers with another status than expected), {@code device.interrupted-body} (it
 * breaks off or stalls in the middle), {@code device.digest} (it sends other bytes than those asked
 * for), {@code device.regrown} (the regrown tensors are not those that the cloud evaluated), {@code
 * device.probe} (the model answers the probe otherwise than it did in the cloud), {@code
 * device.rejected} (this version has failed here before), {@code device.wrong-model} (the hub
 * offers another model under this name), {@code device.manifest} (it lists a config of absurd
 * size), {@code device.start} (an installed version does not start), {@code device.install} (a
 * version cannot be put in use, for a reason that nobody foresaw), {@code device.no-model} (nothing
 * has been put in use yet), {@code device.disk-full}, {@code device.storage} (the state directory
 * cannot be read or written), {@code device.state-in-use} (another agent uses it), {@code
 * device.state} (it belongs to another model or to another version of this program, is something
 * else, or is damaged), {@code device.interrupted}.
 */
public final class DeviceException extends SeedcastException {
  private static final long serialVersionUID = 1;

  DeviceException(Kind kind, String code, String message, @Nullable Throwable cause) {
    super(kind, code, message, cause);
  }

  static DeviceException unavailable(String code, String message, @Nullable Throwable cause) {
    return new DeviceException(Kind.UNAVAILABLE, code, message, cause);
  }

  static DeviceException refused(String code, String message) {
    return new DeviceException(Kind.REFUSED, code, message, null);
  }

  static DeviceException failed(String code, String message, @Nullable Throwable cause) {
    return new DeviceException(Kind.FAILED, code, message, cause);
  }
}
