package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;

/** Pictures of frost, each more than a pixel larger than any piece that is cut from it. */
interface FrostPictures {
  /** Chooses a picture. */
  int choose(Philox random);

  /** The number of rows of a picture. */
  int height(int picture);

  /** The number of columns of a picture. */
  int width(int picture);

  /** Cuts out a piece: bytes, layout (3, height, width). */
  byte[] piece(int picture, int row, int column, int height, int width);
}
