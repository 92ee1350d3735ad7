package dev.causeway.router.engine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One end of a TCP connection that speaks exactly the bytes a test says. */
final class Wire implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  Wire(Socket socket) {
    this.socket = socket;
    try {
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      this.in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Wire send(String latin1) {
    return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads up to and including the empty line after a head. */
  String head() {
    return until("\r\n\r\n");
  }

  /** Reads up to and including {@code end}. */
  String until(String end) {
    StringBuilder text = new StringBuilder();
    try {
      while (text.length() < end.length() || !endsWith(text, end)) {
        int b = in.read();
        if (b < 0) {
          throw new IOException("ended after: " + text);
        }
        text.append((char) b);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static boolean endsWith(StringBuilder text, String end) {
    return text.indexOf(end, text.length() - end.length()) >= 0;
  }

  String exactly(int length) {
    try {
      return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a head and the body its content-length promises. */
  String message() {
    String head = head();
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length: ");
    if (at < 0) {
      return head;
    }
    return head + exactly(Integer.parseInt(lower.substring(at + 16, lower.indexOf('\r', at))));
  }

  /** Reads until the peer closes; a reset counts as that. */
  String rest() {
    var bytes = new ByteArrayOutputStream();
    try {
      int b = in.read();
      while (b >= 0) {
        bytes.write(b);
        b = in.read();
      }
    } catch (java.net.SocketTimeoutException e) {
      throw new UncheckedIOException(e);
    } catch (IOException reset) {
      // What arrived before the reset is the answer.
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  Socket socket() {
    return socket;
  }

  void shutdownOutput() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes with a reset instead of an orderly end. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
