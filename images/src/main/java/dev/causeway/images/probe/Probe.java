package dev.causeway.images.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Asks a port on loopback for a page and exits with 0 if the answer is 200.
 *
 * <p>Images have neither a shell nor curl, a JRE brings no HTTP client that can be called, and the
 * applications take seconds to start: so the images carry this one class.
 */
public final class Probe {
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final String GOOD = "HTTP/1.1 200 ";

  private Probe() {}

  /**
   * Probes once.
   *
   * @param arguments a port, and a path or nothing to see only whether the port accepts
   */
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
      if (arguments.length > 1) {
        check(socket, arguments[1]);
      }
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void check(Socket socket, String path) throws IOException {
    socket.setSoTimeout(TIMEOUT_MILLIS);
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(answer);
    String text = answer.toString(StandardCharsets.UTF_8);
    if (!text.startsWith(GOOD)) {
      throw new IOException(text.strip());
    }
  }
}
