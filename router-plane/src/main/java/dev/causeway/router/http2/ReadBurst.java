package dev.causeway.router.http2;

import dev.causeway.router.exchange.ExchangeHandler;
import java.util.ArrayDeque;

/**
 * What one burst of reads brought. Requests begin when it is over: one that its client resets, or
 * makes us reset, in the same burst costs the reading of its head and nothing else, above all no
 * endpoint.
 */
final class ReadBurst {
  private final ArrayDeque<Http2Exchange> opened = new ArrayDeque<>();
  private final ArrayDeque<Http2Exchange> fed = new ArrayDeque<>();

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
  void over(ExchangeHandler handler) {
    for (Http2Exchange next = opened.poll(); next != null; next = opened.poll()) {
      if (!next.isOver()) {
        handler.handle(next);
      }
    }
    for (Http2Exchange next = fed.poll(); next != null; next = fed.poll()) {
      next.readComplete();
    }
  }
}
