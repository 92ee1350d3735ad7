package dev.causeway.router.http;

import dev.causeway.router.exchange.ClientFacts;

/** Told of what codecs and listeners refuse by themselves; on an event loop, must not block. */
@FunctionalInterface
public interface Refusals {
  /**
   * A codec answered a request itself.
   *
   * @param client who asked
   * @param silent whether the client had not begun a head that is still incomplete
   * @param nanos how long the request, or waiting for it, took
   */
  void accept(Refusal refusal, ClientFacts client, boolean silent, long nanos);

  /**
   * A client went away before it had sent its first request.
   *
   * @param silent whether it had sent nothing
   * @param nanos how long it was there
   */
  default void left(ClientFacts client, boolean silent, long nanos) {}

  /** A connection was ended without an answer. */
  default void cut(Cut why) {}
}
