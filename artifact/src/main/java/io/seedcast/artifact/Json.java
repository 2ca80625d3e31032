package io.seedcast.artifact;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Strict and bounded JSON: duplicate, unknown, missing and null properties, wrong types and
 * anything after the document are refused. Written without white space and with numbers that do not
 * depend on the JDK.
 */
final class Json {
  private static final int MAX_NESTING = 16;
  private static final int MAX_STRING = 1 << 16;
  private static final int MAX_NUMBER = 64;

  private Json() {}

  /** A mapper that refuses documents longer than this. */
  static JsonMapper.Builder mapper(int maxBytes) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(maxBytes)
                    .maxNestingDepth(MAX_NESTING)
                    .maxStringLength(MAX_STRING)
                    .maxNameLength(MAX_STRING)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // The JDK prints some numbers differently before and after version 19.
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    return JsonMapper.builder(factory)
        .addModule(
            new SimpleModule()
                .addDeserializer(double.class, new Finite<>(Double.class, Double::valueOf))
                .addDeserializer(Double.class, new Finite<>(Double.class, Double::valueOf))
                .addDeserializer(float.class, new Finite<>(Float.class, Float::valueOf))
                .addDeserializer(Float.class, new Finite<>(Float.class, Float::valueOf)))
        .enable(
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
            DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL));
  }

  /** Parses a whole document that must be an object. */
  static JsonNode readObject(JsonMapper mapper, byte[] json) throws IOException {
    JsonNode node = mapper.readTree(json);
    if (node == null || !node.isObject()) {
      throw new IOException("expected a JSON object");
    }
    return node;
  }

  /** Says in words what Jackson found, with the place but without class names. */
  static String explain(IOException failure) {
    if (failure instanceof UnrecognizedPropertyException e) {
      String accepted =
          e.getKnownPropertyIds() == null
              ? "none"
              : e.getKnownPropertyIds().stream()
                  .map(String::valueOf)
                  .sorted()
                  .collect(Collectors.joining(", "));
      return at(e) + "unknown property \"" + e.getPropertyName() + "\"; accepted: " + accepted;
    }
    if (failure instanceof InvalidTypeIdException e) {
      return at(e)
          + (e.getTypeId() == null ? "type is missing" : "unknown type \"" + e.getTypeId() + "\"");
    }
    if (failure instanceof InvalidFormatException e) {
      return at(e) + "unexpected value \"" + e.getValue() + "\"";
    }
    if (failure instanceof ValueInstantiationException e) {
      Throwable cause = e.getCause();
      String message = cause == null ? e.getOriginalMessage() : cause.getMessage();
      return at(e) + (message == null ? "value refused" : message);
    }
    if (failure instanceof MismatchedInputException e) {
      return at(e) + "missing, null or of the wrong type: " + firstClause(e.getOriginalMessage());
    }
    if (failure instanceof JsonMappingException e) {
      return at(e) + firstClause(e.getOriginalMessage());
    }
    if (failure instanceof JsonProcessingException e) {
      return "not valid JSON: "
          + firstClause(e.getOriginalMessage())
          + (e.getLocation() == null ? "" : " (at byte " + e.getLocation().getByteOffset() + ")");
    }
    return String.valueOf(failure.getMessage());
  }

  /** Jackson's messages go on about Java classes and source locations. */
  private static String firstClause(String message) {
    return message
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll("`?(?:java|io|com)\\.[\\w.$<>,;]+`?", "a value");
  }

  private static String at(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      } else if (reference.getIndex() >= 0) {
        path.append('[').append(reference.getIndex()).append(']');
      }
    }
    return path.isEmpty() ? "" : "at " + path + ": ";
  }

  /** A finite number, rounded once; Jackson alone takes "NaN" and 1e999 as well. */
  private static final class Finite<T extends Number> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1;

    private final transient Function<String, T> conversion;

    Finite(Class<T> type, Function<String, T> conversion) {
      super(type);
      this.conversion = conversion;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      if (!parser.currentToken().isNumeric()) {
        return context.reportInputMismatch(this, "expected a number");
      }
      T value = conversion.apply(parser.getText());
      if (Double.isInfinite(value.doubleValue())) {
        return context.reportInputMismatch(this, "the number is too large");
      }
      return value;
    }
  }
}
