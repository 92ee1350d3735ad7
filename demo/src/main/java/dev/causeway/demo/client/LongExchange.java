package dev.causeway.demo.client;

import java.util.concurrent.CompletableFuture;

/** Something that a client keeps open, and what came of it. Any thread may ask. */
public interface LongExchange {
  /** Returns how much came back so far, in units of the exchange. */
  long progress();

  /**
   * Completes when it ended as its client wanted, with what came back; exceptionally if it ended
   * otherwise or stood still.
   */
  CompletableFuture<Long> ended();

  /** Ends it as a client does that has had enough. */
  void finish();
}
