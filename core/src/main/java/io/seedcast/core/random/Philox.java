package io.seedcast.core.random;

/**
 * The counter-based generator philox4x32-10.
 *
 * <p>Output block {@code i} (four 32-bit words) is a bijection of the 128-bit counter {@code (i,
 * stream)} under the 64-bit key {@code seed}: any element can be computed alone, in any order, by
 * any thread. Streams of one seed never overlap.
 *
 * <p><b>Algorithm.</b> The counter is four 32-bit words {@code c0..c3}: {@code c0, c1} hold the
 * block number, {@code c2, c3} the stream, low word first; the key {@code k0, k1} holds the seed,
 * low word first. One round is
 *
 * <pre>
 *   (hi0, lo0) = 0xD2511F53 * c0        (hi1, lo1) = 0xCD9E8D57 * c2        (64-bit products)
 *   c0, c1, c2, c3 = hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0
 * </pre>
 *
 * and between rounds {@code k0 += 0x9E3779B9}, {@code k1 += 0xBB67AE85}; ten rounds. Words are
 * delivered c0 first.
 *
 * <p><b>Derived numbers.</b> Uniform: the high 24 bits of a word, divided by 2^24. Normals come in
 * pairs from two words a, b (Box and Muller): {@code u = (a + 1) / 2^32}, {@code t = 2 pi b /
 * 2^32}, {@code r = sqrt(-2 ln u)}, giving {@code r cos t}, then {@code r sin t}, with {@link
 * StrictMath}. Bounded integers: the high word of {@code word * bound}, with rejection (Lemire).
 *
 * <p><b>Test vectors</b> (counter, key, output): all zero gives 6627e8d5 e169c58d bc57ac4c
 * 9b00dbd8; all bits set gives 408f276d 41c83b0e a20bc7c6 6d5451fd.
 *
 * <p>Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3",
 * SC 2011.
 */
public final class Philox implements RandomStream {
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final int ROUNDS = 10;
  private static final long LOW_WORD = 0xFFFFFFFFL;

  private final long seed;
  private final long stream;
  private final int[] block = new int[4];
  private long nextBlock;
  private int used = 4;
  private double spareNormal;
  private boolean hasSpareNormal;

  private Philox(long seed, long stream) {
    this.seed = seed;
    this.stream = stream;
  }

  /**
   * Opens a stream at its beginning. Creation is cheap: nothing is computed until the first number
   * is asked for.
   *
   * @param seed the key
   * @param stream the high half of the counter; see {@link Purpose#stream(long)} for who uses which
   */
  public static Philox of(long seed, long stream) {
    return new Philox(seed, stream);
  }

  @Override
  public int nextBits() {
    if (used == 4) {
      fillBlock(seed, stream, nextBlock++, block);
      used = 0;
    }
    return block[used++];
  }

  @Override
  public double nextUniform() {
    return (nextBits() >>> 8) * 0x1p-24;
  }

  /** Returns the next standard normal number. Consumes two words every second call. */
  public double nextNormal() {
    if (hasSpareNormal) {
      hasSpareNormal = false;
      return spareNormal;
    }
    double u = ((nextBits() & LOW_WORD) + 1) * 0x1p-32;
    double angle = 2 * StrictMath.PI * ((nextBits() & LOW_WORD) * 0x1p-32);
    double radius = StrictMath.sqrt(-2 * StrictMath.log(u));
    spareNormal = radius * StrictMath.sin(angle);
    hasSpareNormal = true;
    return radius * StrictMath.cos(angle);
  }

  /**
   * Returns the next integer from 0 to {@code bound - 1}, all equally likely.
   *
   * @throws IllegalArgumentException if {@code bound} is below 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1: got " + bound);
    }
    long threshold = (1L << 32) % bound;
    while (true) {
      long product = (nextBits() & LOW_WORD) * bound;
      if ((product & LOW_WORD) >= threshold) {
        return (int) (product >>> 32);
      }
    }
  }

  @Override
  public void fillNormal(float[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) nextNormal();
    }
  }

  /** Computes output block {@code blockNumber} of a stream into {@code output}, four words. */
  static void fillBlock(long seed, long stream, long blockNumber, int[] output) {
    int c0 = (int) blockNumber;
    int c1 = (int) (blockNumber >>> 32);
    int c2 = (int) stream;
    int c3 = (int) (stream >>> 32);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (c0 & LOW_WORD);
      long product1 = MULTIPLIER_1 * (c2 & LOW_WORD);
      c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
      c1 = (int) product1;
      c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
      c3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    output[0] = c0;
    output[1] = c1;
    output[2] = c2;
    output[3] = c3;
  }
}
