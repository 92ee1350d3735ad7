package dev.causeway.router.engine;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An endpoint whose connections the test plays itself. */
final class Origin implements AutoCloseable {
  private final ServerSocket server;
  private @Nullable Thread accepting;

  Origin() {
    this(0);
  }

  /** Listens where another one did. */
  Origin(int port) {
    try {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      server.setSoTimeout(10_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the next connection the router opens. */
  Wire accept() {
    try {
      return new Wire(server.accept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether the router opens no further connection for a moment. */
  boolean hasNoConnectionWaiting() {
    try {
      server.setSoTimeout(1);
      server.accept().close();
      return false;
    } catch (IOException none) {
      return true;
    }
  }

  /** Plays every connection on a thread of its own until the origin is closed. */
  Origin serving(Consumer<Wire> play) {
    accepting =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!server.isClosed()) {
                    try {
                      Wire wire = accept();
                      Thread.ofVirtual().start(() -> play(play, wire));
                    } catch (UncheckedIOException closed) {
                      return;
                    }
                  }
                });
    return this;
  }

  private static void play(Consumer<Wire> play, Wire wire) {
    try (wire) {
      play.accept(wire);
    } catch (UncheckedIOException gone) {
      // The router closed the connection: the test sees the consequences elsewhere.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  Endpoint endpoint() {
    return endpoint(port());
  }

  static Endpoint endpoint(int port) {
    return new Endpoint("ept:svc:http:127.0.0.1:" + port, "127.0.0.1", port, AppProtocol.HTTP1);
  }

  @Override
  public void close() {
    try {
      server.close();
      Thread still = accepting;
      if (still != null) {
        // The port is free only when the thread that waits in accept has noticed.
        still.join();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
