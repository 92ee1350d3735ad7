package dev.causeway.demo.check;

import dev.causeway.demo.client.ClientConnection;
import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.client.Reply;
import dev.causeway.demo.client.Wire;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Requests over connections that are kept, or over a new one each. */
final class HttpClient implements Client {
  /** More than the requests of the time limit need, so that slowness shows as latency. */
  private static final int MAX_CONNECTIONS = 512;

  private final EventLoop loop;
  private final Dialer dialer;
  private final int port;
  private final Manner manner;
  private final Losses losses;
  private final Deque<ClientConnection> idle = new ArrayDeque<>();
  private @Nullable CompletableFuture<ClientConnection> shared;
  private int open;

  /**
   * How it asks.
   *
   * @param wire protocol
   * @param keeps whether connections serve more than one request
   * @param relayed whether the router passes connections on without looking into them
   * @param delayMillis how long origins shall think
   */
  record Manner(Wire wire, boolean keeps, boolean relayed, int delayMillis) {
    /** Keeps connections, and asks for an answer at once. */
    static Manner of(Wire wire) {
      return new Manner(wire, true, false, 0);
    }
  }

  /** Takes the loop, and a dialer that opens connections on it. */
  HttpClient(EventLoop loop, Dialer dialer, int port, Manner manner, Losses losses) {
    this.loop = loop;
    this.dialer = dialer;
    this.port = port;
    this.manner = manner;
    this.losses = losses;
  }

  @Override
  public CompletableFuture<Void> visit(String host) {
    long now = System.nanoTime();
    return connection(host)
        .thenCompose(connection -> send(connection, host, now))
        .thenAccept(HttpClient::requireServed);
  }

  private static void requireServed(Reply reply) {
    if (reply.status() != 200 || reply.origin().isEmpty()) {
      throw new IllegalStateException("status " + reply.status());
    }
  }

  private CompletableFuture<ClientConnection> connection(String host) {
    if (manner.wire() == Wire.HTTP2 && manner.keeps()) {
      return sharedConnection(host);
    }
    while (!idle.isEmpty()) {
      ClientConnection connection = idle.removeLast();
      if (connection.isUsable()) {
        return CompletableFuture.completedFuture(connection);
      }
      dropped();
    }
    if (open >= MAX_CONNECTIONS) {
      return CompletableFuture.failedFuture(
          new IOException("all " + MAX_CONNECTIONS + " connections wait for answers"));
    }
    open++;
    return dial(host)
        .whenCompleteAsync(
            (connection, failure) -> {
              if (failure != null) {
                dropped();
              }
            },
            loop);
  }

  private CompletableFuture<ClientConnection> dial(String host) {
    CompletableFuture<ClientConnection> dialled = dialer.dial(port, manner.wire(), host);
    dialled.thenAccept(connection -> losses.watch(host, connection.endedByPeer()));
    return dialled;
  }

  private void dropped() {
    open--;
  }

  private CompletableFuture<ClientConnection> sharedConnection(String host) {
    CompletableFuture<ClientConnection> current = shared;
    if (current == null
        || current.isCompletedExceptionally()
        || (current.isDone() && !current.join().isUsable())) {
      if (current != null) {
        current.thenAccept(ClientConnection::closeWhenIdle);
      }
      current = dial(host);
      shared = current;
    }
    return current;
  }

  private CompletableFuture<Reply> send(ClientConnection connection, String host, long now) {
    long begun = manner.relayed() ? connection.dialled() : now;
    CompletableFuture<Reply> reply =
        connection.get(host, "/load?begun=" + begun + "&delay=" + manner.delayMillis());
    if (!manner.keeps() || !connection.isMultiplexed()) {
      reply.whenCompleteAsync((answer, failure) -> giveBack(connection), loop);
    }
    return reply;
  }

  private void giveBack(ClientConnection connection) {
    if (manner.keeps() && connection.isUsable() && losses.matter()) {
      idle.addLast(connection);
    } else {
      connection.closeWhenIdle();
      dropped();
    }
  }

  @Override
  public void release() {
    while (!idle.isEmpty()) {
      idle.removeLast().closeWhenIdle();
      dropped();
    }
    CompletableFuture<ClientConnection> current = shared;
    shared = null;
    if (current != null) {
      current.thenAccept(ClientConnection::closeWhenIdle);
    }
  }
}
