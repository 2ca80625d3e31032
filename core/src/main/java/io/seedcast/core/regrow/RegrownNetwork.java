package io.seedcast.core.regrow;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A network with every tensor that a runtime needs, batch normalisation folded away.
 *
 * <p>Tensors by node: a convolution has {@code weight} (outChannels, inChannels / groups, k, k),
 * and {@code bias} (outChannels) if a batch normalisation was folded into it; a batch normalisation
 * that could not be folded has {@code scale} and {@code shift}; a shift has the {@code kernel} of
 * the depthwise convolution that does the same, {@link
 * io.seedcast.core.network.Operation.Shift#kernelShape}; others have their parameters under their
 * own names.
 *
 * @param network the description
 * @param tensors by full name, in node order
 */
public record RegrownNetwork(Network network, NamedTensors tensors) {

  /**
   * Returns the digest by which two parties prove that they hold the same network: lower-case
   * hexadecimal SHA-256 over the {@link #tensorDigest tensor digests} (32 bytes each) in order.
   */
  public String digest() {
    MessageDigest whole = sha256();
    tensors.asMap().forEach((name, tensor) -> whole.update(tensorDigest(name, tensor)));
    return HexFormat.of().formatHex(whole.digest());
  }

  /**
   * Returns the SHA-256 of one tensor: its name in UTF-8, a zero byte, the number of dimensions and
   * each dimension as little-endian int32, then the values as little-endian float32.
   */
  public static byte[] tensorDigest(String name, FloatTensor tensor) {
    MessageDigest digest = sha256();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    ByteBuffer header = littleEndian(Integer.BYTES * (1 + tensor.shape().rank()));
    header.putInt(tensor.shape().rank());
    tensor.shape().dimensions().forEach(header::putInt);
    digest.update(header.flip());
    float[] values = tensor.values();
    ByteBuffer chunk = littleEndian(1 << 16);
    int perChunk = chunk.capacity() / Float.BYTES;
    for (int from = 0; from < values.length; from += perChunk) {
      int count = StrictMath.min(perChunk, values.length - from);
      chunk.clear();
      chunk.asFloatBuffer().put(values, from, count);
      digest.update(chunk.limit(count * Float.BYTES));
    }
    return digest.digest();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
