package dev.causeway.router.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Where bytes go: a response body to the client, a request body to the endpoint, or one direction
 * of a tunnel. All methods belong to the event loop of the exchange.
 */
public interface BodySink {

  /** Writes bytes without flushing; takes ownership of the buffer, also when already closed. */
  void write(ByteBuf data);

  /** Flushes what was written. Call it at the source's read-complete, not per buffer. */
  void flush();

  /**
   * Ends the body and flushes. In a tunnel this closes this direction only.
   *
   * @param trailers trailers to send where the protocol can carry them, or null
   */
  void end(@Nullable HttpHeaders trailers);

  /**
   * Breaks the body off so that the peer cannot take it for complete: closes an HTTP/1.1
   * connection, resets an HTTP/2 stream. Does nothing after {@link #end}. Any thread may call it.
   *
   * @param cause what happened
   */
  void abort(Throwable cause);

  /** Returns whether more may be written without growing the outbound buffer beyond its mark. */
  boolean isWritable();

  /** Sets what runs each time {@link #isWritable} becomes true again; one callback at a time. */
  void onWritable(Runnable callback);
}
