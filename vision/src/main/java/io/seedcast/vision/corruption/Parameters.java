package io.seedcast.vision.corruption;

/**
 * The benchmark's parameters. They are neither monotone in the severity nor meant to be
 * interpolated. What the numbers of a row mean is said where they are used.
 */
final class Parameters {
  private Parameters() {}

  /** The numbers of one cell, severity 1 to 5. */
  static double[] of(Corruption corruption, CorruptionScale scale, int severity) {
    double[][] rows =
        switch (scale) {
          case CIFAR -> cifar(corruption);
          case IMAGENET -> imageNet(corruption);
        };
    return rows[severity - 1];
  }

  private static double[][] cifar(Corruption corruption) {
    return switch (corruption) {
      case GAUSSIAN_NOISE -> column(.04, .06, .08, .09, .10);
      case SHOT_NOISE -> column(500, 250, 100, 75, 50);
      case IMPULSE_NOISE -> column(.01, .02, .03, .05, .07);
      case SPECKLE_NOISE -> column(.06, .10, .12, .16, .20);
      case GAUSSIAN_BLUR -> column(.4, .6, .7, .8, 1);
      case DEFOCUS_BLUR -> new double[][] {{.3, .4}, {.4, .5}, {.5, .6}, {1, .2}, {1.5, .1}};
      case GLASS_BLUR ->
          new double[][] {{.05, 1, 1}, {.25, 1, 1}, {.4, 1, 1}, {.25, 1, 2}, {.4, 1, 2}};
      case MOTION_BLUR -> new double[][] {{6, 1}, {6, 1.5}, {6, 2}, {8, 2}, {9, 2.5}};
      case ZOOM_BLUR -> new double[][] {{7, .01}, {12, .01}, {16, .01}, {21, .01}, {26, .01}};
      case BRIGHTNESS -> column(.05, .1, .15, .2, .3);
      case FOG -> new double[][] {{.2, 3}, {.5, 3}, {.75, 2.5}, {1, 2}, {1.5, 1.75}};
      case FROST -> new double[][] {{1, .2}, {1, .3}, {.9, .4}, {.85, .4}, {.75, .45}};
      case SNOW ->
          new double[][] {
            {.1, .2, 1, .6, 8, 3, .95},
            {.1, .2, 1, .5, 10, 4, .9},
            {.15, .3, 1.75, .55, 10, 4, .9},
            {.25, .3, 2.25, .6, 12, 6, .85},
            {.3, .3, 1.25, .65, 14, 12, .8}
          };
      case SPATTER ->
          new double[][] {
            {.62, .1, .7, .7, .5, 0},
            {.65, .1, .8, .7, .5, 0},
            {.65, .3, 1, .69, .5, 0},
            {.65, .1, .7, .69, .6, 1},
            {.65, .1, .5, .68, .6, 1}
          };
      case CONTRAST -> column(.75, .5, .4, .3, .15);
      case SATURATE -> new double[][] {{.3, 0}, {.1, 0}, {1.5, 0}, {2, .1}, {2.5, .2}};
      case JPEG_COMPRESSION -> column(80, 65, 58, 50, 40);
      case PIXELATE -> column(.95, .9, .85, .75, .65);
      case ELASTIC_TRANSFORM ->
          new double[][] {
            {0, 0, 32 * .08},
            {32 * .05, 32 * .2, 32 * .07},
            {32 * .08, 32 * .06, 32 * .06},
            {32 * .1, 32 * .04, 32 * .05},
            {32 * .1, 32 * .03, 32 * .03}
          };
    };
  }

  private static double[][] imageNet(Corruption corruption) {
    return switch (corruption) {
      case GAUSSIAN_NOISE -> column(.08, .12, .18, .26, .38);
      case SHOT_NOISE -> column(60, 25, 12, 5, 3);
      case IMPULSE_NOISE -> column(.03, .06, .09, .17, .27);
      case SPECKLE_NOISE -> column(.15, .20, .35, .45, .60);
      case GAUSSIAN_BLUR -> column(1, 2, 3, 4, 6);
      case DEFOCUS_BLUR -> new double[][] {{3, .1}, {4, .5}, {6, .5}, {8, .5}, {10, .5}};
      case GLASS_BLUR ->
          new double[][] {{.7, 1, 2}, {.9, 2, 1}, {1, 2, 3}, {1.1, 3, 2}, {1.5, 4, 2}};
      case MOTION_BLUR -> new double[][] {{10, 3}, {15, 5}, {15, 8}, {15, 12}, {20, 15}};
      case ZOOM_BLUR -> new double[][] {{12, .01}, {16, .01}, {11, .02}, {13, .02}, {11, .03}};
      case BRIGHTNESS -> column(.1, .2, .3, .4, .5);
      case FOG -> new double[][] {{1.5, 2}, {2, 2}, {2.5, 1.7}, {2.5, 1.5}, {3, 1.4}};
      case FROST -> new double[][] {{1, .4}, {.8, .6}, {.7, .7}, {.65, .7}, {.6, .75}};
      case SNOW ->
          new double[][] {
            {.1, .3, 3, .5, 10, 4, .8},
            {.2, .3, 2, .5, 12, 4, .7},
            {.55, .3, 4, .9, 12, 8, .7},
            {.55, .3, 4.5, .85, 12, 8, .65},
            {.55, .3, 2.5, .85, 12, 12, .55}
          };
      case SPATTER ->
          new double[][] {
            {.65, .3, 4, .69, .6, 0},
            {.65, .3, 3, .68, .6, 0},
            {.65, .3, 2, .68, .5, 0},
            {.65, .3, 1, .65, 1.5, 1},
            {.67, .4, 1, .65, 1.5, 1}
          };
      case CONTRAST -> column(.4, .3, .2, .1, .05);
      case SATURATE -> new double[][] {{.3, 0}, {.1, 0}, {2, 0}, {5, .1}, {20, .2}};
      case JPEG_COMPRESSION -> column(25, 18, 15, 10, 7);
      case PIXELATE -> column(.6, .5, .4, .3, .25);
      // 244 is a slip of the benchmark's authors, which the published images contain.
      case ELASTIC_TRANSFORM ->
          new double[][] {
            {244 * 2, 244 * .7, 244 * .1},
            {244 * 2, 244 * .08, 244 * .2},
            {244 * .05, 244 * .01, 244 * .02},
            {244 * .07, 244 * .01, 244 * .02},
            {244 * .12, 244 * .01, 244 * .02}
          };
    };
  }

  private static double[][] column(double... values) {
    double[][] rows = new double[values.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {values[i]};
    }
    return rows;
  }
}
