package dev.causeway.router.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends exactly the bytes it is told to, over any socket. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RawClient(Socket socket) {
    this.socket = socket;
    try {
      socket.setSoTimeout(10_000);
      socket.setTcpNoDelay(true);
      this.in = socket.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RawClient connect(InetSocketAddress address) {
    try {
      return new RawClient(new Socket(address.getAddress(), address.getPort()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Socket socket() {
    return socket;
  }

  RawClient send(String latin1) {
    return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawClient send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawClient shutdownOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads up to and including the empty line after a head. */
  String head() {
    var bytes = new ByteArrayOutputStream();
    try {
      while (!endsWithEmptyLine(bytes)) {
        int b = in.read();
        if (b < 0) {
          throw new IOException("end of stream inside a head: " + text(bytes));
        }
        bytes.write(b);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text(bytes);
  }

  String exactly(int length) {
    try {
      return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a head and the body its content-length promises. */
  String response() {
    String head = head();
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length: ");
    if (at < 0) {
      return head;
    }
    int end = lower.indexOf('\r', at);
    return head + exactly(Integer.parseInt(lower.substring(at + 16, end).strip()));
  }

  /** Reads until the peer closes. */
  String rest() {
    try {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a chunked body to its end; returns its length. */
  long skipChunks() {
    try {
      long total = 0;
      while (true) {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
          line.append((char) b);
        }
        int length = Integer.parseInt(line.toString().strip(), 16);
        in.skipNBytes(length + 2L);
        if (length == 0) {
          return total;
        }
        total += length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until the peer closes or resets. */
  String restOrReset() {
    var bytes = new ByteArrayOutputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        bytes.write(b);
      }
    } catch (SocketTimeoutException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      // Reset: what came before it is what came.
    }
    return text(bytes);
  }

  private static boolean endsWithEmptyLine(ByteArrayOutputStream bytes) {
    String text = text(bytes);
    return text.endsWith("\r\n\r\n");
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.ISO_8859_1);
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
