package dev.causeway.testkit.api;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** One watch as a server holds it: a WebSocket, or a response that does not end. */
final class ApiWatch {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private final ApiRequest request;
  private final Socket socket;
  private volatile boolean silent;

  ApiWatch(ApiRequest request, Socket socket) {
    this.request = request;
    this.socket = socket;
  }

  ApiRequest request() {
    return request;
  }

  /** Leaves the connection open and neither says nor answers anything. */
  void silence() {
    silent = true;
  }

  void open() throws IOException {
    if (!request.isWebSocket()) {
      write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      return;
    }
    try {
      byte[] key = (request.header("sec-websocket-key") + GUID).getBytes(StandardCharsets.UTF_8);
      String accept =
          Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(key));
      write(
          socket,
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + accept
              + "\r\n\r\n");
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  void send(String event) {
    if (silent) {
      return;
    }
    try {
      byte[] text = (event + "\n").getBytes(StandardCharsets.UTF_8);
      if (request.isWebSocket()) {
        frame(TEXT, text);
      } else {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        chunk.writeBytes(
            (Integer.toHexString(text.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(text);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        write(chunk.toByteArray());
      }
    } catch (IOException e) {
      ScriptedApiServer.closeQuietly(socket);
    }
  }

  private void frame(int opcode, byte[] payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream frame = new DataOutputStream(bytes);
    frame.writeByte(0x80 | opcode);
    if (payload.length < 126) {
      frame.writeByte(payload.length);
    } else if (payload.length < 65_536) {
      frame.writeByte(126);
      frame.writeShort(payload.length);
    } else {
      frame.writeByte(127);
      frame.writeLong(payload.length);
    }
    frame.write(payload);
    write(bytes.toByteArray());
  }

  /** Reads what the client says until one of the two hangs up. */
  void untilClosed() throws IOException {
    InputStream in = socket.getInputStream();
    for (int first = in.read(); first >= 0; first = in.read()) {
      if (!request.isWebSocket()) {
        continue;
      }
      int length = in.read() & 0x7f; // control frames are short, and clients send nothing else
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      if (silent) {
        continue;
      }
      if ((first & 0x0f) == CLOSE) {
        frame(CLOSE, payload);
        return;
      } else if ((first & 0x0f) == PING) {
        frame(PONG, payload);
      }
    }
  }

  private void write(byte[] bytes) throws IOException {
    synchronized (socket) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }
  }

  static void write(Socket socket, String text) throws IOException {
    synchronized (socket) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }
  }
}
