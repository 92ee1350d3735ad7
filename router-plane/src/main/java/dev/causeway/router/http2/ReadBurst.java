package dev.causeway.router.http2;

import dev.causeway.router.exchange.ExchangeHandler;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * What one burst of reads brought. Requests begin when it is over: one that its client resets, or
 * makes us reset, in the same burst costs the reading of its head and nothing else, above all no
 * endpoint.
 *
 * <p>A connection begins so many requests per turn of its event loop and no more. The next ones
 * wait until the loop has looked at its other connections, which would otherwise wait for all the
 * streams that one client opens at once.
 */
final class ReadBurst {
  private static final int PER_TURN = 16;

  /** A request that has to open a connection takes ten times as long as another. */
  private static final long TURN_NANOS = 500_000;

  private final ExchangeHandler handler;
  private final ArrayDeque<Http2Exchange> opened = new ArrayDeque<>();
  private final ArrayDeque<Http2Exchange> fed = new ArrayDeque<>();
  private boolean scheduled;

  ReadBurst(ExchangeHandler handler) {
    this.handler = handler;
  }

  /** A request was read. */
  void opened(Http2Exchange exchange) {
    opened.add(exchange);
  }

  /** Bytes of a body were read. */
  void fed(Http2Exchange exchange) {
    if (fed.peekLast() != exchange) {
      fed.add(exchange);
    }
  }

  /** Nothing more is to be read for now. */
  void over(EventLoop loop) {
    begin(loop);
    for (Http2Exchange next = fed.poll(); next != null; next = fed.poll()) {
      next.readComplete();
    }
  }

  private void begin(EventLoop loop) {
    if (opened.isEmpty()) {
      return;
    }
    long end = System.nanoTime() + TURN_NANOS;
    int begun = 0;
    do {
      Http2Exchange next = opened.remove();
      if (!next.isOver()) {
        begun++;
        handler.handle(next);
        // Bytes of its body may have come in a burst that ended while it waited.
        next.readComplete();
      }
    } while (!opened.isEmpty() && begun < PER_TURN && System.nanoTime() - end < 0);
    if (!opened.isEmpty() && !scheduled) {
      scheduled = true;
      // A task would run before the loop looks at its connections; what is scheduled runs after.
      loop.schedule(() -> resume(loop), 0, TimeUnit.NANOSECONDS);
    }
  }

  private void resume(EventLoop loop) {
    scheduled = false;
    begin(loop);
  }
}
