package dev.causeway.router.http;

/** Told of what codecs and listeners refuse by themselves; on an event loop, must not block. */
@FunctionalInterface
public interface Refusals {
  /** A codec answered a request itself. */
  void accept(Refusal refusal);

  /** A connection was ended without an answer. */
  default void cut(Cut why) {}
}
