package dev.causeway.router.exchange;

/**
 * Bytes that arrive: a request body from the client, a response body from the endpoint, or one
 * direction of a tunnel.
 *
 * <p>Nothing is delivered before {@link #start}. Delivery begins paused; {@link #resume} and {@link
 * #pause} switch demand. After {@code pause} at most the bytes of one read already under way are
 * still delivered. All methods belong to the event loop of the exchange.
 */
public interface BodySource {

  /**
   * Attaches the one listener. A source accepts one listener in its life.
   *
   * @throws IllegalStateException if a listener is attached already
   */
  void start(BodyListener listener);

  /** Switches delivery on. Idempotent. */
  void resume();

  /** Switches delivery off. Idempotent. */
  void pause();

  /**
   * Drops what is queued and everything that still arrives. The protocol decides what follows: an
   * HTTP/1.1 connection with an unread body is closed after the response, never reused.
   */
  void discard();
}
