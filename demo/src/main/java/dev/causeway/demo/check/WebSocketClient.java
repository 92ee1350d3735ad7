package dev.causeway.demo.check;

import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.client.WebSocketSession;
import dev.causeway.demo.client.Wire;
import java.util.concurrent.CompletableFuture;

/** WebSockets that hear themselves once and are closed in order. */
final class WebSocketClient implements Client {
  private final Dialer dialer;
  private final int port;
  private final Wire wire;

  WebSocketClient(Dialer dialer, int port, Wire wire) {
    this.dialer = dialer;
    this.port = port;
    this.wire = wire;
  }

  @Override
  public CompletableFuture<Void> visit(String host) {
    return WebSocketSession.open(dialer, port, wire, host)
        .thenCompose(WebSocketSession::heard)
        .thenCompose(
            session -> {
              session.finish();
              return session.ended();
            })
        .thenAccept(echoes -> {});
  }

  @Override
  public void release() {}
}
