package dev.causeway.router.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Accepts one connection, and passes it on to a port once the gate is open. */
final class Gatekeeper implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean arrived;
  private volatile boolean left;

  Gatekeeper(int port) throws IOException {
    Thread.ofVirtual().start(() -> relay(port));
  }

  private void relay(int port) {
    try (Socket from = server.accept()) {
      arrived = true;
      gate.await();
      try (Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
        Thread.ofVirtual().start(() -> copy(to, from));
        copy(from, to);
      }
    } catch (IOException e) {
      // The test is over.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    left = true;
  }

  private static void copy(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException e) {
      // One of both has gone, which ends the other direction too.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  void open() {
    gate.countDown();
  }

  /** Whether somebody connected. */
  boolean hasArrived() {
    return arrived;
  }

  /** Whether whoever connected has closed the connection. */
  boolean hasLeft() {
    return left;
  }

  @Override
  public void close() {
    gate.countDown();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
