package dev.causeway.router.suite;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as it arrived at an origin, its body still on the wire. */
final class OriginRequest {

  private final InputStream in;
  private final String method;
  private final String target;
  private final List<String> headerLines;
  private final List<String> trailerLines = new ArrayList<>();
  private final boolean chunked;
  private long left;
  private boolean ended;

  private OriginRequest(InputStream in, String requestLine, List<String> headerLines) {
    this.in = in;
    int first = requestLine.indexOf(' ');
    int last = requestLine.lastIndexOf(' ');
    this.method = requestLine.substring(0, first);
    this.target = requestLine.substring(first + 1, last);
    this.headerLines = headerLines;
    this.chunked = "chunked".equalsIgnoreCase(header("transfer-encoding"));
    String length = header("content-length");
    this.left = length == null ? 0 : Long.parseLong(length);
    this.ended = !chunked && left == 0;
  }

  /** Reads the next head, or returns null at the end of the connection. */
  static @Nullable OriginRequest read(InputStream in) throws IOException {
    String requestLine = line(in);
    if (requestLine == null) {
      return null;
    }
    return new OriginRequest(in, requestLine, lines(in));
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  List<String> headerLines() {
    return headerLines;
  }

  List<String> trailerLines() {
    return trailerLines;
  }

  /** The raw bytes behind the head, for tunnels. */
  InputStream raw() {
    return in;
  }

  /** All values of a header. */
  List<String> headers(String name) {
    String prefix = name + ":";
    return headerLines.stream()
        .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }

  /** The first value of a header, or null. */
  @Nullable String header(String name) {
    List<String> all = headers(name);
    return all.isEmpty() ? null : all.getFirst();
  }

  /** Reads some bytes of the body; null at its end. */
  byte @Nullable [] read() throws IOException {
    if (ended) {
      return null;
    }
    if (chunked && left == 0 && !nextChunk()) {
      ended = true;
      return null;
    }
    byte[] part = new byte[(int) Math.min(left, 65536)];
    int count = in.read(part);
    if (count < 0) {
      throw new EOFException("request body broke off");
    }
    left -= count;
    if (chunked && left == 0) {
      line(in);
    }
    ended = !chunked && left == 0;
    return count == part.length ? part : java.util.Arrays.copyOf(part, count);
  }

  /** Reads the whole body. */
  byte[] readAll() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part = read(); part != null; part = read()) {
      all.write(part, 0, part.length);
    }
    return all.toByteArray();
  }

  private boolean nextChunk() throws IOException {
    String size = line(in);
    if (size == null) {
      throw new EOFException("request body broke off");
    }
    left = Long.parseLong(size.strip(), 16);
    if (left == 0) {
      trailerLines.addAll(lines(in));
      return false;
    }
    return true;
  }

  private static List<String> lines(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String next = line(in); next != null && !next.isEmpty(); next = line(in)) {
      lines.add(next);
    }
    return lines;
  }

  static @Nullable String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      }
      bytes.write(next);
    }
    return null;
  }
}
