package dev.causeway.router.suite;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 byte by byte over one connection, plain or TLS. */
final class Http1Client implements TestClient {

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final Socket wire;
  private final InputStream in;
  private final OutputStream out;

  private Http1Client(Socket socket, Socket wire) throws IOException {
    this.socket = socket;
    this.wire = wire;
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  static Http1Client plain(int port) throws IOException {
    Socket socket = new Socket();
    // Small on purpose: back-pressure is visible after little data.
    socket.setReceiveBufferSize(65536);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return new Http1Client(socket, socket);
  }

  /** Connects with TLS, with the name a server is told, or none. */
  static Http1Client tls(int port, @Nullable String sni, SSLContext trust) throws IOException {
    Socket wire = new Socket();
    wire.setReceiveBufferSize(65536);
    wire.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(wire, null, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(sni == null ? List.of() : List.of(new SNIHostName(sni)));
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new Http1Client(socket, wire);
  }

  /** The certificate the router showed. */
  java.security.cert.X509Certificate certificate() throws IOException {
    return (java.security.cert.X509Certificate)
        ((SSLSocket) socket).getSession().getPeerCertificates()[0];
  }

  @Override
  public Stream send(Call call) throws IOException {
    StringBuilder head = new StringBuilder();
    head.append(call.method()).append(' ').append(call.target()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(call.authority()).append("\r\n");
    boolean sized = false;
    for (String line : call.headerLines()) {
      head.append(line).append("\r\n");
      sized |= line.regionMatches(true, 0, "content-length:", 0, 15);
    }
    boolean chunked = !call.endsHere() && !sized;
    if (chunked) {
      head.append("Transfer-Encoding: chunked\r\n");
    }
    raw(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    return new Exchange(call, chunked);
  }

  void raw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Sends no more; over TLS it says so. */
  void endInput() throws IOException {
    socket.shutdownOutput();
  }

  /** Sends no more; TLS hears nothing of it. */
  void endSocketInput() throws IOException {
    wire.shutdownOutput();
  }

  /** Goes away so that the router hears of it at once. */
  void reset() throws IOException {
    wire.setSoLinger(true, 0);
    wire.close();
  }

  /** Reads some raw bytes; null at the end. */
  byte @Nullable [] rawRead() throws IOException {
    byte[] part = new byte[65536];
    int count = in.read(part);
    return count < 0 ? null : Arrays.copyOf(part, count);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private final class Exchange implements Stream {

    private final Call call;
    private final boolean chunkedRequest;
    private final List<Head> interim = new ArrayList<>();
    private final List<String> trailers = new ArrayList<>();
    private @Nullable Head head;
    private boolean chunked;
    private boolean untilClose;
    private boolean tunnel;
    private boolean lineEndDue;
    private long left;
    private boolean ended;

    Exchange(Call call, boolean chunkedRequest) {
      this.call = call;
      this.chunkedRequest = chunkedRequest;
    }

    @Override
    public void data(byte[] bytes) throws IOException {
      if (chunkedRequest && !tunnel) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
        chunk.writeBytes(
            (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        raw(chunk.toByteArray());
      } else {
        raw(bytes);
      }
    }

    @Override
    public void end(String... trailerLines) throws IOException {
      if (tunnel) {
        socket.shutdownOutput();
      } else if (chunkedRequest) {
        StringBuilder text = new StringBuilder("0\r\n");
        for (String line : trailerLines) {
          text.append(line).append("\r\n");
        }
        raw(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      }
    }

    private Head next() throws IOException {
      String status = OriginRequest.line(in);
      if (status == null) {
        throw new EOFException("connection closed before the head");
      }
      List<String> lines = new ArrayList<>();
      for (String line = OriginRequest.line(in);
          line != null && !line.isEmpty();
          line = OriginRequest.line(in)) {
        lines.add(line);
      }
      String reason = status.length() > 13 ? status.substring(13) : "";
      return new Head(Integer.parseInt(status.substring(9, 12)), reason, lines);
    }

    @Override
    public Head interim() throws IOException {
      Head next = next();
      if (next.status() / 100 != 1) {
        throw new AssertionError("expected an interim response, got " + next);
      }
      interim.add(next);
      return next;
    }

    @Override
    public Head head() throws IOException {
      Head known = head;
      if (known != null) {
        return known;
      }
      Head next = next();
      while (next.status() / 100 == 1 && next.status() != 101) {
        interim.add(next);
        next = next();
      }
      head = next;
      frame(next);
      return next;
    }

    private void frame(Head arrived) {
      String length = arrived.first("content-length");
      chunked = "chunked".equalsIgnoreCase(arrived.first("transfer-encoding"));
      if (arrived.status() == 101) {
        tunnel = true;
        untilClose = true;
      } else if (call.method().equals("HEAD")
          || arrived.status() == 204
          || arrived.status() == 304) {
        ended = true;
      } else if (!chunked && length == null) {
        untilClose = true;
      } else if (length != null) {
        left = Long.parseLong(length);
        ended = left == 0;
      }
    }

    @Override
    public byte @Nullable [] read() throws IOException {
      head();
      if (ended) {
        return null;
      }
      if (chunked && left == 0 && !nextChunk()) {
        ended = true;
        return null;
      }
      byte[] part = new byte[untilClose ? 65536 : (int) Math.min(left, 65536)];
      int count = in.read(part);
      if (count < 0 && untilClose) {
        ended = true;
        return null;
      }
      if (count < 0) {
        throw new EOFException("body broke off");
      }
      left -= count;
      // The line end behind a chunk may come with the next chunk: it is read then.
      lineEndDue = chunked && left == 0;
      ended = !chunked && !untilClose && left == 0;
      return Arrays.copyOf(part, count);
    }

    private boolean nextChunk() throws IOException {
      if (lineEndDue) {
        OriginRequest.line(in);
      }
      String size = OriginRequest.line(in);
      if (size == null) {
        throw new EOFException("body broke off");
      }
      left = Long.parseLong(size.strip(), 16);
      if (left > 0) {
        return true;
      }
      for (String line = OriginRequest.line(in);
          line != null && !line.isEmpty();
          line = OriginRequest.line(in)) {
        trailers.add(line);
      }
      return false;
    }

    @Override
    public List<String> trailers() {
      return trailers;
    }

    @Override
    public Answer answer() throws IOException {
      Head arrived = head();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (byte[] part = read(); part != null; part = read()) {
        body.writeBytes(part);
      }
      return new Answer(interim, arrived, body.toByteArray(), trailers);
    }

    @Override
    public void abandon() throws IOException {
      socket.close();
    }
  }
}
