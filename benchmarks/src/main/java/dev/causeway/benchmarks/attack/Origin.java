package dev.causeway.benchmarks.attack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The origin of a run, a process of its own: 1 KB for every path, 100 MB for {@code /big}. */
public final class Origin {
  private static final byte[] BODY = "x".repeat(1024).getBytes(StandardCharsets.US_ASCII);
  private static final int OK = 200;
  private static final int BACKLOG = 1024;
  private static final int PIECE = 65_536;
  private static final long BIG = 100L * 1024 * 1024;

  private Origin() {}

  /** Serves on the port of loopback that is the only argument. */
  public static void main(String[] arguments) throws IOException {
    // The JDK's server keeps 200 connections of those that are idle otherwise.
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    System.setProperty("sun.net.httpserver.nodelay", "true");
    int port = Integer.parseInt(arguments[0]);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", Origin::answer);
    server.start();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream in = exchange.getRequestBody()) {
      in.transferTo(OutputStream.nullOutputStream());
      boolean big = exchange.getRequestURI().getPath().equals("/big");
      exchange.sendResponseHeaders(OK, big ? BIG : BODY.length);
      try (OutputStream out = exchange.getResponseBody()) {
        if (big) {
          byte[] piece = new byte[PIECE];
          for (long sent = 0; sent < BIG; sent += PIECE) {
            out.write(piece);
          }
        } else {
          out.write(BODY);
        }
      }
    }
  }
}
