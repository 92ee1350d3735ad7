package dev.causeway.router.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Receives the bytes of a {@link BodySource}: any number of data calls, then exactly one of {@link
 * #onEnd} and {@link #onAbort}.
 */
public interface BodyListener {

  /** Takes the next bytes; ownership of the buffer passes to the listener. */
  void onData(ByteBuf data);

  /** A burst of reads ended; what was written for it should be flushed now. */
  void onReadComplete();

  /**
   * The body is complete.
   *
   * @param trailers trailers, or null where there are none
   */
  void onEnd(@Nullable HttpHeaders trailers);

  /**
   * The body broke off: connection lost, stream reset, framing error, timeout.
   *
   * @param cause what happened
   */
  void onAbort(Throwable cause);
}
