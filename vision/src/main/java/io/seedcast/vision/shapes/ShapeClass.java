package io.seedcast.vision.shapes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The classes of shapes10 in label order: six outlines of one colour, and four textures that fill
 * some outline, which then says nothing about the class.
 */
enum ShapeClass {
  DISC(Texture.PLAIN, Figure.DISC),
  RING(Texture.PLAIN, Figure.RING),
  SQUARE(Texture.PLAIN, Figure.SQUARE),
  TRIANGLE(Texture.PLAIN, Figure.TRIANGLE),
  STAR(Texture.PLAIN, Figure.STAR),
  CROSS(Texture.PLAIN, Figure.CROSS),
  STRIPES(Texture.STRIPES, null),
  CHECKS(Texture.CHECKS, null),
  DOTS(Texture.DOTS, null),
  TARGET(Texture.TARGET, null);

  private static final List<Figure> TEXTURED_FIGURES =
      List.of(Figure.DISC, Figure.SQUARE, Figure.TRIANGLE);

  private final Texture texture;
  private final @Nullable Figure figure;

  ShapeClass(Texture texture, @Nullable Figure figure) {
    this.texture = texture;
    this.figure = figure;
  }

  /** What fills the object. */
  Texture texture() {
    return texture;
  }

  /** The outlines that the object may have, all equally likely. */
  List<Figure> figures() {
    return figure == null ? TEXTURED_FIGURES : List.of(figure);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }
}
