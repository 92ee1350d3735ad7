package dev.causeway.router.suite;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What an origin sends; every call is on the wire when it returns. */
final class OriginReply {

  private final OutputStream out;
  private boolean close;

  OriginReply(OutputStream out) {
    this.out = out;
  }

  /** Sends a head as given, one line per argument. */
  void head(String statusLine, String... headerLines) throws IOException {
    StringBuilder text = new StringBuilder("HTTP/1.1 ").append(statusLine).append("\r\n");
    for (String line : headerLines) {
      text.append(line).append("\r\n");
    }
    raw(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends a complete response. */
  void full(String statusLine, byte[] body, String... headerLines) throws IOException {
    String[] all = java.util.Arrays.copyOf(headerLines, headerLines.length + 1);
    all[headerLines.length] = "Content-Length: " + body.length;
    head(statusLine, all);
    raw(body);
  }

  /** Sends one chunk. */
  void chunk(byte[] data) throws IOException {
    raw((Integer.toHexString(data.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    raw(data);
    raw("\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Ends a chunked body. */
  void lastChunk(String... trailerLines) throws IOException {
    StringBuilder text = new StringBuilder("0\r\n");
    for (String line : trailerLines) {
      text.append(line).append("\r\n");
    }
    raw(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  void raw(byte[] data) throws IOException {
    out.write(data);
    out.flush();
  }

  /** Closes the connection after this request. */
  void closeAfter() {
    close = true;
  }

  boolean closes() {
    return close;
  }
}
