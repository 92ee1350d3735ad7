package dev.causeway.routing.version;

import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.KeyMaterial;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a value as an unambiguous sequence of bytes: every value has a type tag, everything of
 * variable size a length, records follow component order, maps and sets the natural order of their
 * text keys. Two different values never yield the same bytes.
 */
final class CanonicalWalk {
  private static final byte NULL = 0;
  private static final byte RECORD = 1;
  private static final byte LIST = 2;
  private static final byte MAP = 3;
  private static final byte TEXT = 4;
  private static final byte NUMBER = 5;
  private static final byte BOOLEAN = 6;
  private static final byte ENUM = 7;
  private static final byte BINARY = 8;
  private static final byte SECRET = 9;
  private static final byte SET = 10;

  private byte[] buffer = new byte[512];
  private int length;

  /** Returns the backing array; the first {@link #length()} bytes are the walk. */
  byte[] buffer() {
    return buffer;
  }

  int length() {
    return length;
  }

  /**
   * Writes any value a resource may contain.
   *
   * @throws IllegalArgumentException for a type without a canonical form
   */
  void value(@Nullable Object value) {
    switch (value) {
      case null -> tag(NULL);
      case String text -> text(text);
      case Boolean flag -> {
        tag(BOOLEAN);
        raw((byte) (flag ? 1 : 0));
      }
      case Integer number -> number(number);
      case Long number -> number(number);
      case Enum<?> constant -> {
        tag(ENUM);
        rawText(constant.name());
      }
      case Bytes bytes -> bytes(bytes.toArray());
      case KeyMaterial key -> secret(key);
      case List<?> list -> list(list);
      case Set<?> set -> set(set);
      case Map<?, ?> map -> map(map);
      case Record record -> record(record);
      default ->
          throw new IllegalArgumentException("no canonical form for " + value.getClass().getName());
    }
  }

  void text(String text) {
    tag(TEXT);
    rawText(text);
  }

  void bytes(byte[] bytes) {
    tag(BINARY);
    rawInt(bytes.length);
    raw(bytes);
  }

  private void secret(KeyMaterial key) {
    byte[] content = key.reveal();
    tag(SECRET);
    rawInt(content.length);
    raw(content);
    Arrays.fill(content, (byte) 0);
  }

  private void number(long number) {
    tag(NUMBER);
    reserve(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (number >>> shift);
    }
  }

  private void list(Collection<?> list) {
    tag(LIST);
    rawInt(list.size());
    for (Object element : list) {
      value(element);
    }
  }

  private void set(Set<?> set) {
    tag(SET);
    rawInt(set.size());
    set.stream().map(CanonicalWalk::sortable).sorted().forEach(this::rawText);
  }

  private void map(Map<?, ?> map) {
    tag(MAP);
    rawInt(map.size());
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(sortable(key), value));
    sorted.forEach(
        (key, value) -> {
          rawText(key);
          value(value);
        });
  }

  private static String sortable(@Nullable Object key) {
    return switch (key) {
      case String text -> text;
      case Enum<?> constant -> constant.name();
      case null -> throw new IllegalArgumentException("no canonical order for null");
      default ->
          throw new IllegalArgumentException(
              "no canonical order for keys of " + key.getClass().getName());
    };
  }

  private void record(Record record) {
    RecordShape shape = RecordShape.of(record.getClass());
    tag(RECORD);
    rawText(shape.name());
    rawInt(shape.size());
    for (int i = 0; i < shape.size(); i++) {
      value(shape.component(record, i));
    }
  }

  private void rawText(String text) {
    Objects.requireNonNull(text);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    rawInt(utf8.length);
    raw(utf8);
  }

  private void rawInt(int number) {
    reserve(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      buffer[length++] = (byte) (number >>> shift);
    }
  }

  private void tag(byte tag) {
    raw(tag);
  }

  private void raw(byte single) {
    reserve(1);
    buffer[length++] = single;
  }

  private void raw(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void reserve(int count) {
    if (buffer.length - length < count) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + count));
    }
  }
}
