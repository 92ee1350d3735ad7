package dev.causeway.router.upstream;

import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.headers.HeaderNames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes HTTP/1.1 heads exactly as they came: every char of the target and of header values is one
 * byte (ISO-8859-1), since Netty's own encoder would turn them into UTF-8. Header names go out in
 * lower case unless their spelling was chosen (RO-063). One instance per event loop; it reuses its
 * scratch space.
 */
final class RequestHeadEncoder {
  private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1\r\n");
  private static final AsciiString CHUNKED = AsciiString.cached("transfer-encoding: chunked\r\n");

  private byte[] scratch = new byte[2048];
  private int length;

  /**
   * Encodes a request head.
   *
   * @param chunked whether the body is sent in chunks
   */
  ByteBuf encode(RequestHead head, boolean chunked, ByteBufAllocator allocator) {
    length = 0;
    put(head.method().asciiName());
    put((byte) ' ');
    put(head.target());
    put(VERSION);
    headers(head.headers());
    if (chunked) {
      put(CHUNKED);
    }
    lineEnd();
    return toBuffer(allocator);
  }

  /** Encodes the end of a chunked body with its trailers. */
  ByteBuf encodeLastChunk(HttpHeaders trailers, ByteBufAllocator allocator) {
    length = 0;
    put((byte) '0');
    lineEnd();
    headers(trailers);
    lineEnd();
    return toBuffer(allocator);
  }

  private void headers(HttpHeaders headers) {
    Iterator<Map.Entry<CharSequence, CharSequence>> lines = headers.iteratorCharSequence();
    while (lines.hasNext()) {
      Map.Entry<CharSequence, CharSequence> line = lines.next();
      int start = length;
      put(line.getKey());
      if (!(line.getKey() instanceof HeaderNames.Spelled)) {
        lowerCase(start, length);
      }
      put((byte) ':');
      put((byte) ' ');
      put(line.getValue());
      lineEnd();
    }
  }

  private ByteBuf toBuffer(ByteBufAllocator allocator) {
    return allocator.ioBuffer(length).writeBytes(scratch, 0, length);
  }

  private void lineEnd() {
    put((byte) '\r');
    put((byte) '\n');
  }

  private void put(byte value) {
    reserve(1);
    scratch[length++] = value;
  }

  @SuppressWarnings("deprecation") // String.getBytes(int...) is the Latin-1 copy wanted here
  private void put(CharSequence text) {
    int count = text.length();
    reserve(count);
    if (text instanceof AsciiString ascii) {
      System.arraycopy(ascii.array(), ascii.arrayOffset(), scratch, length, count);
    } else if (text instanceof String string) {
      string.getBytes(0, count, scratch, length);
    } else {
      for (int i = 0; i < count; i++) {
        scratch[length + i] = (byte) text.charAt(i);
      }
    }
    length += count;
  }

  private void lowerCase(int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = scratch[i];
      if (b >= 'A' && b <= 'Z') {
        scratch[i] = (byte) (b | 0x20);
      }
    }
  }

  private void reserve(int count) {
    if (length + count > scratch.length) {
      scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, length + count));
    }
  }
}
