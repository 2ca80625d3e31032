package io.seedcast.core;

/** Temp. */
public final class Tmp {
  private Tmp() {}
}
