package dev.causeway.controlplane.source.kubernetes.transport;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Pings the server of a WebSocket and tells its listener of an error once a ping cannot be sent or
 * nothing at all, not even a pong (RFC 6455, 5.5.3), came since the last one.
 */
final class PingedListener implements WebSocket.Listener {
  private final WebSocket.Listener inner;
  private final Executor next;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean heard = true;

  PingedListener(WebSocket.Listener inner, Duration beat) {
    this.inner = inner;
    this.next = CompletableFuture.delayedExecutor(beat.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void onOpen(WebSocket webSocket) {
    inner.onOpen(webSocket);
    next.execute(() -> beat(webSocket));
  }

  private void beat(WebSocket webSocket) {
    if (ended.get() || webSocket.isOutputClosed()) {
      return;
    }
    if (!heard) {
      end(webSocket, new IOException("the server has not answered the last ping"));
      return;
    }
    heard = false;
    webSocket
        .sendPing(ByteBuffer.allocate(0))
        .whenComplete(
            (_, failure) -> {
              if (failure != null) {
                end(webSocket, failure);
              }
            });
    next.execute(() -> beat(webSocket));
  }

  private void end(WebSocket webSocket, Throwable failure) {
    if (ended.compareAndSet(false, true)) {
      webSocket.abort();
      inner.onError(webSocket, failure);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    heard = true;
    return inner.onText(webSocket, data, last);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    heard = true;
    return inner.onBinary(webSocket, data, last);
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
    heard = true;
    return inner.onPing(webSocket, message);
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
    heard = true;
    return inner.onPong(webSocket, message);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    return ended.compareAndSet(false, true) ? inner.onClose(webSocket, code, reason) : null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    if (ended.compareAndSet(false, true)) {
      inner.onError(webSocket, error);
    }
  }
}
