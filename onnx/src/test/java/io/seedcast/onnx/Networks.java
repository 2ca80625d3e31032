package io.seedcast.onnx;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.FrozenSeeds;
import io.seedcast.core.zoo.MonoStyle;
import io.seedcast.core.zoo.Replacement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Networks with drawn values, and images for them. */
final class Networks {
  private Networks() {}

  /** ResNet18 for 3x16x16 images and 7 classes, at width 0.0625. */
  static RegrownNetwork resnet18(ConvolutionStyle style) {
    return resnet18(style, 0.0625);
  }

  /** ResNet18 for 3x16x16 images and 7 classes. */
  static RegrownNetwork resnet18(ConvolutionStyle style, double width) {
    return regrow(
        Architecture.RESNET18.build(style, new Dimensions(Shape.of(3, 16, 16), 7, width)));
  }

  static MonoStyle mono(Replacement replacement, boolean pointwise) {
    return new MonoStyle(FilterRule.DEFAULT, replacement, pointwise, FrozenSeeds.DEFAULT);
  }

  /** Regrows a network from drawn values. */
  static RegrownNetwork regrow(Network network) {
    Philox random = Philox.of(11, 0);
    Map<String, FloatTensor> sent = new LinkedHashMap<>();
    SentTensors.shapes(network)
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.elements()];
              double spread = shape.rank() == 1 ? 0.5 : 1.5 / Math.sqrt(fanIn(shape));
              double centre = name.endsWith(".scale") ? 0.3 : 0;
              boolean whole = SentTensors.wholeNumbers(network).containsKey(name);
              for (int i = 0; i < values.length; i++) {
                double value = centre + spread * (2 * random.nextUniform() - 1);
                values[i] = (float) (whole ? Math.rint(value) : value);
              }
              sent.put(name, FloatTensor.of(shape, values));
            });
    return Regrower.regrow(network, NamedTensors.of(sent), 1);
  }

  private static int fanIn(Shape shape) {
    return shape.elements() / shape.dimension(0);
  }

  /** Draws images of bytes: noise about another colour in each image. */
  static byte[] images(RegrownNetwork regrown, int count) {
    Philox random = Philox.of(12, 0);
    Shape input = regrown.network().input();
    int area = input.elements() / input.dimension(0);
    byte[] images = new byte[count * input.elements()];
    double colour = 0;
    for (int i = 0; i < images.length; i++) {
      if (i % area == 0) {
        colour = 192 * random.nextUniform();
      }
      images[i] = (byte) (colour + 64 * random.nextUniform());
    }
    return images;
  }

  /** The pixels of {@link #images} on [0, 1]. */
  static float[] pixels(byte[] images) {
    float[] pixels = new float[images.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Byte.toUnsignedInt(images[i]) / 255f;
    }
    return pixels;
  }
}
