package io.seedcast.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * Packages of released format versions, which must stay readable. They are never made again; {@link
 * #main} is how each was made once.
 */
final class GoldenPackages {
  /** {@link Packages#tiny()} in format version 1, signed with {@link #KEY}. */
  static final String VERSION_1 = "tiny-v1.seedcast";

  /** The published example of RFC 8410, section 10. */
  static final SigningKey KEY =
      key(
          "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC",
          "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");

  private GoldenPackages() {}

  /** Writes the package of the current version to the path given as the only argument. */
  public static void main(String[] args) {
    PackageWriter.writeFile(Packages.tiny(), Path.of(args[0]), KEY);
  }

  static Path copyTo(String name, Path directory) {
    Path target = directory.resolve(name);
    try (InputStream in = GoldenPackages.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no golden package " + name);
      }
      Files.copy(in, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return target;
  }

  private static SigningKey key(String pkcs8, String x509) {
    try {
      KeyFactory factory = KeyFactory.getInstance("Ed25519");
      PublicKey publicKey =
          factory.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(x509)));
      return new SigningKey(
          factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pkcs8))),
          publicKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
