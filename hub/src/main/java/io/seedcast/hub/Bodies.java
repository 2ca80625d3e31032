package io.seedcast.hub;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads small bodies without trusting their length. */
final class Bodies {
  private Bodies() {}

  static byte[] read(Context ctx, int maxBytes, String what) {
    try {
      byte[] body = ctx.bodyInputStream().readNBytes(maxBytes + 1);
      if (body.length > maxBytes) {
        throw Refusal.TOO_LARGE.because(what + " holds at most " + maxBytes + " bytes: got more");
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
