package dev.causeway.systemtests;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An origin that answers with its name; {@code /slow} waits until it is allowed to finish. */
final class Origin implements AutoCloseable {
  private static final int OK = 200;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch slowStarted = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);

  Origin(String name) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    byte[] body = name.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(OK, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(OK, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body, 0, 1);
            out.flush();
            slowStarted.countDown();
            slowMayEnd.await();
            out.write(body, 1, body.length - 1);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.createContext(
        "/tenant",
        exchange -> {
          String tenant = String.valueOf(exchange.getRequestHeaders().getFirst("X-Tenant"));
          byte[] answer = tenant.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(OK, answer.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer);
          }
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Returns once a request for {@code /slow} is being answered. */
  void awaitSlow() throws InterruptedException {
    slowStarted.await();
  }

  /** Lets {@code /slow} end. */
  void finishSlow() {
    slowMayEnd.countDown();
  }

  @Override
  public void close() {
    slowMayEnd.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}
