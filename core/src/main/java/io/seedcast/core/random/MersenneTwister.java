package io.seedcast.core.random;

/**
 * MT19937 as PyTorch's CPU generator uses it, named {@code mt19937-torch}: for parity with frozen
 * tensors made by {@code torch.Generator().manual_seed(seed)}.
 *
 * <p><b>Algorithm.</b> Seeding with the low 32 bits of the seed: {@code mt[0] = seed; mt[i] =
 * 1812433253 * (mt[i-1] ^ (mt[i-1] >>> 30)) + i} mod 2^32; the standard recurrence and tempering
 * follow. Uniform: {@code (word & 0xFFFFFF) / 2^24}. Normals fill an array of n &ge; 16: first n
 * uniforms, then each block of 16 is transformed in place, element j and j + 8 (j = 0..7) forming
 * the pair {@code u1 = 1 - d[j], u2 = d[j + 8], r = sqrt(-2 ln u1), t = 2 pi u2} giving {@code r
 * cos t, r sin t}; if 16 does not divide n, the last 16 positions are drawn afresh and transformed.
 *
 * <p>Uniforms equal PyTorch's bit for bit. Normals are computed in double with {@link StrictMath}
 * and rounded once; they agree with PyTorch's vectorised single-precision approximation to about
 * 5e-7.
 *
 * <p><b>Check values.</b> Seed 7, uniforms: 0.53492254, 0.19880319, 0.65921170, 0.65689027; 16
 * normals begin -0.820135, 0.395631, 0.898908.
 *
 * <p>Source: M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998.
 */
public final class MersenneTwister implements RandomStream {
  private static final int N = 624;
  private static final int M = 397;
  private static final int NORMAL_BLOCK = 16;

  /** The fewest elements that {@link #fillNormal} fills. */
  static final int FEWEST_NORMALS = NORMAL_BLOCK;

  private final int[] state = new int[N];
  private int next = N;

  private MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** Opens a stream from the low 32 bits of {@code seed}. */
  public static MersenneTwister of(long seed) {
    return new MersenneTwister((int) seed);
  }

  @Override
  public int nextBits() {
    if (next == N) {
      regenerate();
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9D2C5680;
    y ^= (y << 15) & 0xEFC60000;
    return y ^ (y >>> 18);
  }

  @Override
  public double nextUniform() {
    return (nextBits() & 0xFFFFFF) * 0x1p-24;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if {@code target} has fewer than 16 elements, for which
   *     PyTorch uses another rule
   */
  @Override
  public void fillNormal(float[] target) {
    int n = target.length;
    if (n < FEWEST_NORMALS) {
      throw new IllegalArgumentException(
          "mt19937-torch defines normals for arrays of at least 16 elements: got " + n);
    }
    fillUniform(target);
    for (int i = 0; i + NORMAL_BLOCK <= n; i += NORMAL_BLOCK) {
      transformBlock(target, i);
    }
    if (n % NORMAL_BLOCK != 0) {
      int last = n - NORMAL_BLOCK;
      for (int i = last; i < n; i++) {
        target[i] = (float) nextUniform();
      }
      transformBlock(target, last);
    }
  }

  private static void transformBlock(float[] d, int start) {
    for (int j = start; j < start + NORMAL_BLOCK / 2; j++) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(1.0 - d[j]));
      double angle = 2 * StrictMath.PI * d[j + 8];
      d[j] = (float) (radius * StrictMath.cos(angle));
      d[j + 8] = (float) (radius * StrictMath.sin(angle));
    }
  }

  private void regenerate() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7FFFFFFF);
      state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) * 0x9908B0DF);
    }
  }
}
