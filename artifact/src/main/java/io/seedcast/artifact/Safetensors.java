package io.seedcast.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tensors in the safetensors layout, readable by its Python, Rust and C++ libraries.
 *
 * <pre>
 * uint64  length of the header, little-endian
 * bytes   header: a JSON object, padded with spaces to a multiple of 8
 *           "__metadata__": {name: text, ...}, if any, in the order of the names
 *           NAME: {"dtype": "F32", "F16" or "I8", "shape": [...], "data_offsets": [begin, end]}, ...
 * bytes   data: little-endian values, row-major, tensor after tensor without gaps
 * </pre>
 *
 * Offsets count from the start of the data. Writing keeps the order of the tensors, and equal
 * arguments give equal bytes. Reading accepts the tensors in any order, but neither gaps nor
 * overlaps nor anything after the last tensor, nor another dtype.
 *
 * <p>Source: github.com/huggingface/safetensors, "Format".
 */
public final class Safetensors {

  /** The longest header that is read, in bytes. */
  public static final int MAX_HEADER_BYTES = 16 << 20;

  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;
  private static final int CHUNK_VALUES = 1 << 14;
  private static final JsonMapper MAPPER = Json.mapper(MAX_HEADER_BYTES).build();

  private Safetensors() {}

  /**
   * One tensor's place in a file.
   *
   * @param begin of its data, counted from the start of all data
   */
  private record Entry(String name, DataType type, Shape shape, long begin) {
    long bytes() {
      return (long) shape.elements() * type.bytes();
    }
  }

  /** Returns the file's bytes; see {@link #write(OutputStream, NamedTensors, Precision, Map)}. */
  public static byte[] write(
      NamedTensors tensors, Precision precision, Map<String, String> metadata) {
    return write(tensors, Encoding.of(precision), metadata);
  }

  /** Returns the file's bytes. */
  static byte[] write(NamedTensors tensors, Encoding encoding, Map<String, String> metadata) {
    Map<String, Shape> shapes = Encoding.shapes(tensors);
    byte[] header = header(shapes, encoding, metadata);
    ByteArrayOutputStream bytes =
        new ByteArrayOutputStream(header.length + dataBytes(shapes, encoding));
    try {
      write(bytes, tensors, encoding, header);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes a file to a stream, which stays open.
   *
   * @param precision of all tensors; values are rounded to it
   * @param metadata free text by name
   * @throws IllegalArgumentException if the data would not fit 2 GiB
   * @throws IOException if the stream fails
   */
  public static void write(
      OutputStream target, NamedTensors tensors, Precision precision, Map<String, String> metadata)
      throws IOException {
    Encoding encoding = Encoding.of(precision);
    write(target, tensors, encoding, header(Encoding.shapes(tensors), encoding, metadata));
  }

  private static void write(
      OutputStream target, NamedTensors tensors, Encoding encoding, byte[] header)
      throws IOException {
    target.write(header);
    byte[] bytes = new byte[CHUNK_VALUES * Float.BYTES];
    ByteBuffer chunk = littleEndian(bytes);
    for (Map.Entry<String, FloatTensor> entry : tensors.asMap().entrySet()) {
      DataType type = encoding.type(entry.getKey());
      float[] values = entry.getValue().values();
      for (int from = 0; from < values.length; from += CHUNK_VALUES) {
        int to = StrictMath.min(values.length, from + CHUNK_VALUES);
        type.put(values, from, to, chunk.clear());
        target.write(bytes, 0, chunk.position());
      }
    }
  }

  /**
   * Refuses tensors of more bytes than {@link #write} would put into a file.
   *
   * @throws IllegalArgumentException if the data would not fit 2 GiB
   */
  public static void requireFits(Map<String, Shape> shapes, Precision precision) {
    dataBytes(shapes, Encoding.of(precision));
  }

  /** The size of the file of tensors of these shapes and without metadata. */
  static long sizeOf(Map<String, Shape> shapes, Encoding encoding) {
    return (long) header(shapes, encoding, Map.of()).length + dataBytes(shapes, encoding);
  }

  /**
   * Reads a file from memory that must hold tensors in certain types; otherwise as {@link
   * #read(byte[], String)}.
   */
  static TensorFile read(byte[] bytes, Encoding encoding, String source) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length, encoding, source);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  /**
   * Reads a file from memory.
   *
   * @param source named in failures, as in a file's name
   * @throws PackageException {@code tensors.truncated} if the file is shorter than it says, {@code
   *     tensors.malformed} if anything else is wrong with it
   */
  public static TensorFile read(byte[] bytes, String source) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length, source);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  /**
   * Reads a file from a stream, which stays open, without holding its bytes beside the tensors.
   *
   * @param fileBytes the file's size
   * @param source named in failures, as in a file's name
   * @throws PackageException {@code tensors.truncated} if the file is shorter than it says or than
   *     {@code fileBytes}, {@code tensors.malformed} if anything else is wrong with it
   * @throws IOException if the stream fails
   */
  public static TensorFile read(InputStream in, long fileBytes, String source) throws IOException {
    return read(in, fileBytes, null, source);
  }

  private static TensorFile read(
      InputStream in, long fileBytes, @Nullable Encoding encoding, String source)
      throws IOException {
    long headerBytes = headerBytes(in, fileBytes, source);
    JsonNode header = parseHeader(exactly(in, (int) headerBytes, source), source);
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    byte[] chunk = new byte[CHUNK_VALUES * Float.BYTES];
    for (Entry entry : entries(header, fileBytes - Long.BYTES - headerBytes, source)) {
      requireType(entry, encoding, source);
      float[] values = new float[entry.shape().elements()];
      for (int from = 0; from < values.length; from += CHUNK_VALUES) {
        int to = StrictMath.min(values.length, from + CHUNK_VALUES);
        fill(in, chunk, (to - from) * entry.type().bytes(), source);
        entry.type().get(littleEndian(chunk), values, from, to);
      }
      tensors.put(entry.name(), FloatTensor.of(entry.shape(), values));
    }
    TreeMap<String, String> metadata = new TreeMap<>();
    JsonNode texts = header.path(METADATA);
    texts.fieldNames().forEachRemaining(name -> metadata.put(name, texts.get(name).textValue()));
    return new TensorFile(NamedTensors.of(tensors), metadata);
  }

  private static void requireType(Entry entry, @Nullable Encoding encoding, String source) {
    if (encoding != null && entry.type() != encoding.type(entry.name())) {
      throw malformed(
          source,
          "tensor \""
              + entry.name()
              + "\" has dtype "
              + entry.type()
              + ", expected "
              + encoding.type(entry.name()));
    }
  }

  private static long headerBytes(InputStream in, long fileBytes, String source)
      throws IOException {
    if (fileBytes < Long.BYTES) {
      throw truncated(source, "it has " + fileBytes + " bytes, at least 8 are needed");
    }
    long length = littleEndian(exactly(in, Long.BYTES, source)).getLong();
    if (length < 0 || length > MAX_HEADER_BYTES) {
      throw malformed(
          source,
          "its header claims "
              + Long.toUnsignedString(length)
              + " bytes, at most "
              + MAX_HEADER_BYTES
              + " are accepted");
    }
    if (length > fileBytes - Long.BYTES) {
      throw truncated(
          source,
          "its header claims " + length + " bytes, " + (fileBytes - Long.BYTES) + " are there");
    }
    return length;
  }

  private static byte[] exactly(InputStream in, int count, String source) throws IOException {
    byte[] bytes = new byte[count];
    fill(in, bytes, count, source);
    return bytes;
  }

  /** Reads bytes to the beginning of an array. */
  private static void fill(InputStream in, byte[] bytes, int count, String source)
      throws IOException {
    if (in.readNBytes(bytes, 0, count) < count) {
      throw truncated(source, "it ended before the size that it had when it was opened");
    }
  }

  private static JsonNode parseHeader(byte[] json, String source) {
    JsonNode header;
    try {
      header = Json.readObject(MAPPER, json);
    } catch (IOException e) {
      throw PackageException.refused(
          "tensors.malformed", describe(source) + "its header: " + Json.explain(e), e);
    }
    JsonNode metadata = header.get(METADATA);
    if (metadata != null) {
      if (!metadata.isObject()) {
        throw malformed(source, "its metadata is not an object");
      }
      metadata.forEach(
          text -> {
            if (!text.isTextual()) {
              throw malformed(source, "its metadata holds " + text + ", only text is accepted");
            }
          });
    }
    return header;
  }

  /** The tensors in the order of their data. */
  private static List<Entry> entries(JsonNode header, long dataBytes, String source) {
    List<Entry> entries = new ArrayList<>();
    header
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals(METADATA)) {
                entries.add(entry(name, header.path(name), dataBytes, source));
              }
            });
    entries.sort(Comparator.comparingLong(Entry::begin));
    long expected = 0;
    for (Entry entry : entries) {
      if (entry.begin() != expected) {
        throw malformed(
            source,
            "tensor \""
                + entry.name()
                + "\" begins at byte "
                + entry.begin()
                + " of the data, expected "
                + expected);
      }
      expected += entry.bytes();
    }
    if (expected != dataBytes) {
      throw malformed(source, (dataBytes - expected) + " bytes follow the last tensor");
    }
    return entries;
  }

  private static Entry entry(String name, JsonNode json, long dataBytes, String source) {
    String tensor = "tensor \"" + name + "\" ";
    if (!json.isObject() || json.size() != 3) {
      throw malformed(source, tensor + "must have exactly dtype, shape and data_offsets");
    }
    DataType type = DataType.named(json.path("dtype").textValue());
    if (type == null) {
      throw malformed(
          source, tensor + "has dtype " + json.path("dtype") + "; accepted: " + DataType.names());
    }
    Shape shape;
    try {
      shape = new Shape(integers(json.path("shape")));
    } catch (IllegalArgumentException e) {
      throw malformed(source, tensor + "has a bad shape: " + e.getMessage());
    }
    JsonNode offsets = json.path("data_offsets");
    if (!offsets.isArray()
        || offsets.size() != 2
        || !isOffset(offsets.get(0))
        || !isOffset(offsets.get(1))) {
      throw malformed(source, tensor + "needs two data_offsets: got " + offsets);
    }
    long begin = offsets.get(0).longValue();
    long end = offsets.get(1).longValue();
    long needed = (long) shape.elements() * type.bytes();
    if (end - begin != needed) {
      throw malformed(
          source,
          tensor
              + "of shape "
              + shape
              + " needs "
              + needed
              + " bytes, its offsets give "
              + offsets);
    }
    if (end > dataBytes) {
      throw truncated(
          source, tensor + "ends at byte " + end + " of the data, which has " + dataBytes);
    }
    return new Entry(name, type, shape, begin);
  }

  private static List<Integer> integers(JsonNode array) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("it must be an array: got " + array);
    }
    List<Integer> integers = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isIntegralNumber() || !element.canConvertToInt()) {
        throw new IllegalArgumentException("dimensions must be whole numbers: got " + element);
      }
      integers.add(element.intValue());
    }
    return integers;
  }

  private static boolean isOffset(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
  }

  private static int dataBytes(Map<String, Shape> shapes, Encoding encoding) {
    long bytes = encoding.bytes(shapes).values().stream().mapToLong(Long::longValue).sum();
    if (bytes > Integer.MAX_VALUE - MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "tensors of together " + bytes + " bytes do not fit one file of 2 GiB");
    }
    return (int) bytes;
  }

  /** The header with its length and padding. */
  private static byte[] header(
      Map<String, Shape> shapes, Encoding encoding, Map<String, String> metadata) {
    dataBytes(shapes, encoding);
    ObjectNode json = MAPPER.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = json.putObject(METADATA);
      new TreeMap<>(metadata).forEach(texts::put);
    }
    Map<String, Long> bytes = encoding.bytes(shapes);
    long offset = 0;
    for (Map.Entry<String, Shape> entry : shapes.entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        throw new IllegalArgumentException("a tensor cannot be named \"__metadata__\"");
      }
      ObjectNode tensor =
          json.putObject(entry.getKey()).put("dtype", encoding.type(entry.getKey()).name());
      ArrayNode dimensions = tensor.putArray("shape");
      entry.getValue().dimensions().forEach(dimensions::add);
      ArrayNode offsets = tensor.putArray("data_offsets").add(offset);
      offset += bytes.getOrDefault(entry.getKey(), 0L);
      offsets.add(offset);
    }
    byte[] text;
    try {
      text = MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a header is always JSON", e);
    }
    int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (padded > MAX_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "names and metadata take " + padded + " bytes, at most " + MAX_HEADER_BYTES + " fit");
    }
    byte[] header = new byte[Long.BYTES + padded];
    Arrays.fill(header, (byte) ' ');
    littleEndian(header).putLong(padded).put(text);
    return header;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static PackageException malformed(String source, String what) {
    return PackageException.refused("tensors.malformed", describe(source) + what);
  }

  private static PackageException truncated(String source, String what) {
    return PackageException.refused("tensors.truncated", describe(source) + what);
  }

  private static String describe(String source) {
    return source + ": not a usable safetensors file: ";
  }
}
