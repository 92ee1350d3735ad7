package dev.causeway.router.http1;

import dev.causeway.router.headers.HeaderNames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;

/** Writes response heads and trailers, each char as the one byte it came from (ISO-8859-1). */
final class Http1HeadEncoder {
  private static final AsciiString VERSION = AsciiString.cached("HTTP/1.1 ");
  private static final int CRLF = ('\r' << 8) | '\n';
  private static final int COLON_SPACE = (':' << 8) | ' ';
  private static final int BYTES_PER_LINE = 48;

  private Http1HeadEncoder() {}

  /** Returns a buffer with the head, the empty line included. */
  static ByteBuf head(
      ByteBufAllocator allocator,
      HttpResponseStatus status,
      HttpHeaders headers,
      HeaderNames names) {
    ByteBuf out = allocator.ioBuffer(256 + BYTES_PER_LINE * headers.size());
    ByteBufUtil.writeAscii(out, VERSION);
    ByteBufUtil.writeAscii(out, status.codeAsText());
    out.writeByte(' ');
    writeSafely(out, status.reasonPhrase());
    out.writeShort(CRLF);
    lines(out, headers, names);
    return out;
  }

  /** Writes header lines and the empty line behind them. */
  static void lines(ByteBuf out, HttpHeaders headers, HeaderNames names) {
    Iterator<Map.Entry<CharSequence, CharSequence>> lines = headers.iteratorCharSequence();
    while (lines.hasNext()) {
      Map.Entry<CharSequence, CharSequence> line = lines.next();
      writeSafely(out, names.spelled(line.getKey()));
      out.writeShort(COLON_SPACE);
      writeSafely(out, line.getValue());
      out.writeShort(CRLF);
    }
    out.writeShort(CRLF);
  }

  /** Writes text that can end neither its line nor the head, whoever made it. */
  private static void writeSafely(ByteBuf out, CharSequence text) {
    if (AsciiString.indexOf(text, '\n', 0) < 0 && AsciiString.indexOf(text, '\r', 0) < 0) {
      ByteBufUtil.writeAscii(out, text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.writeByte(c == '\n' || c == '\r' ? ' ' : AsciiString.c2b(c));
    }
  }
}
