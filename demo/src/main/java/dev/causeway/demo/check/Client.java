package dev.causeway.demo.check;

import java.util.concurrent.CompletableFuture;

/** How a lane gets one thing done. Lives on one event loop. */
interface Client {
  /** Does the thing at a host; completes when it was done right and fails with what went wrong. */
  CompletableFuture<Void> visit(String host);

  /** Closes what waits for the next visit. */
  void release();
}
