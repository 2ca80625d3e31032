package io.seedcast.cli;

import io.seedcast.artifact.Keys;
import io.seedcast.artifact.Trust;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says who must have signed a package. */
final class TrustOption {
  @Option(
      names = "--trust",
      paramLabel = "KEY.pub",
      description =
          "Refuse a package that is not signed by this key. Without it no signature is checked.")
  @Nullable Path key;

  /** What a reader of packages asks for: a signature by this key, or, without one, none. */
  static Trust in(@Nullable Path key) {
    return key == null ? Trust.anyone() : Trust.of(Keys.readPublicKey(key));
  }
}
