package io.seedcast.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ed25519 keys in PEM files.
 *
 * <p>{@code NAME.key} holds a PKCS#8 block {@code PRIVATE KEY} and then the X.509 block {@code
 * PUBLIC KEY} of the other half, and is readable by its owner only; {@code NAME.pub} holds the
 * public block alone. OpenSSL reads both. A private key made by {@code openssl genpkey -algorithm
 * ed25519} is completed by appending the output of {@code openssl pkey -pubout}.
 *
 * <p>A key's id is the first 16 hexadecimal digits of the SHA-256 of its X.509 encoding.
 */
public final class Keys {
  static final String ALGORITHM = "Ed25519";

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final int ID_DIGITS = 16;
  private static final int LINE = 64;
  private static final long MAX_FILE_BYTES = 16 << 10;

  private Keys() {}

  /** Makes a new key pair. */
  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /**
   * Returns a key's short name.
   *
   * @throws IllegalArgumentException if it is not an Ed25519 key
   */
  public static String id(PublicKey key) {
    if (!isEd25519(key)) {
      throw new IllegalArgumentException("expected an Ed25519 key: got " + key.getAlgorithm());
    }
    return Digest.of(key.getEncoded()).hex().substring(0, ID_DIGITS);
  }

  /** The file of the private key of this name: NAME.key. */
  public static Path privateFile(Path name) {
    return name.resolveSibling(name.getFileName() + ".key");
  }

  /** The file of the public key of this name: NAME.pub. */
  public static Path publicFile(Path name) {
    return name.resolveSibling(name.getFileName() + ".pub");
  }

  /**
   * Writes NAME.key and NAME.pub; either both or none.
   *
   * @param name path without ending, in an existing directory
   * @throws PackageException {@code key.exists} if one of the files exists, {@code key.unwritable}
   *     if they cannot be written
   */
  public static void write(SigningKey key, Path name) {
    String publicPem = pem(PUBLIC, key.publicKey());
    create(privateFile(name), pem(PRIVATE, key.privateKey()) + publicPem, true);
    try {
      create(publicFile(name), publicPem, false);
    } catch (PackageException e) {
      deleteQuietly(privateFile(name), e);
      throw e;
    }
  }

  /**
   * Reads a NAME.key file.
   *
   * @throws PackageException {@code key.missing} if there is no such file, {@code key.malformed} if
   *     it holds no pair of Ed25519 keys that belong together
   */
  public static SigningKey readSigningKey(Path file) {
    String text = readText(file);
    SigningKey key;
    try {
      key =
          new SigningKey(
              KeyFactory.getInstance(ALGORITHM)
                  .generatePrivate(new PKCS8EncodedKeySpec(block(PRIVATE, text, file))),
              publicKey(text, file));
    } catch (GeneralSecurityException e) {
      throw malformed(file, "its private key is not an Ed25519 key in PKCS#8", e);
    }
    if (!key.matches()) {
      throw PackageException.refused(
          "key.malformed", file + ": its private and its public key do not belong together");
    }
    return key;
  }

  /**
   * Reads a NAME.pub file.
   *
   * @throws PackageException {@code key.missing} if there is no such file, {@code key.malformed} if
   *     it holds no Ed25519 public key
   */
  public static PublicKey readPublicKey(Path file) {
    return publicKey(readText(file), file);
  }

  static boolean verifies(PublicKey key, byte[] message, byte[] signatureBytes) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(message);
      return signature.verify(signatureBytes);
    } catch (SignatureException | InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  private static PublicKey publicKey(String text, Path file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(block(PUBLIC, text, file)));
    } catch (GeneralSecurityException e) {
      throw malformed(file, "its public key is not an Ed25519 key in X.509", e);
    }
  }

  private static boolean isEd25519(Key key) {
    return key instanceof EdECKey edwards && edwards.getParams().getName().equals(ALGORITHM);
  }

  private static String pem(String type, Key key) {
    return "-----BEGIN "
        + type
        + "-----\n"
        + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static byte[] block(String type, String text, Path file) {
    Matcher matcher =
        Pattern.compile(
                "-----BEGIN " + type + "-----([A-Za-z0-9+/=\\s]+)-----END " + type + "-----")
            .matcher(text);
    if (!matcher.find()) {
      throw PackageException.refused(
          "key.malformed", file + ": no PEM block \"" + type + "\" in it");
    }
    try {
      return Base64.getDecoder().decode(matcher.group(1).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw malformed(file, "its block \"" + type + "\" is not base64", e);
    }
  }

  private static String readText(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw PackageException.refused(
            "key.malformed",
            file
                + ": a key file has at most "
                + MAX_FILE_BYTES
                + " bytes: got "
                + Files.size(file));
      }
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw PackageException.refused(
          "key.missing", file + ": no such key file; \"seedcast key new\" makes one", e);
    } catch (IOException e) {
      throw PackageException.refused("key.missing", file + ": cannot be read: " + e, e);
    }
  }

  private static void create(Path file, String text, boolean ownerOnly) {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean created = false;
    try (FileChannel channel = FileChannel.open(file, options, attributes(file, ownerOnly))) {
      created = true;
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw PackageException.refused(
          "key.exists", file + ": already exists and is not overwritten; choose another name", e);
    } catch (IOException e) {
      PackageException failure =
          PackageException.failed("key.unwritable", file + ": cannot be written: " + e, e);
      if (created) {
        deleteQuietly(file, failure);
      }
      throw failure;
    }
  }

  private static FileAttribute<?>[] attributes(Path file, boolean ownerOnly) {
    if (ownerOnly && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[] {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
      };
    }
    return new FileAttribute<?>[0];
  }

  private static void deleteQuietly(Path file, Exception reason) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  private static PackageException malformed(Path file, String what, Exception cause) {
    return PackageException.refused("key.malformed", file + ": " + what, cause);
  }
}
