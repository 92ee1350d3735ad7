package dev.causeway.demo.check;

import java.util.concurrent.CompletableFuture;

/** Connections that ended although they could have gone on. Any thread may report one. */
final class Losses {
  private final Gate gate;
  private final Tally tally;
  private final Stage stage;
  private volatile boolean over;

  Losses(Gate gate, Tally tally, Stage stage) {
    this.gate = gate;
    this.tally = tally;
    this.stage = stage;
  }

  /** Says that whatever ends from now on ends as its client wants. */
  void over() {
    over = true;
  }

  /** Returns whether a connection has reason to go on. */
  boolean matter() {
    return !over && gate.isOpen();
  }

  /** Counts a connection if its peer ends it without a reason. */
  void watch(String host, CompletableFuture<String> endedByPeer) {
    endedByPeer.thenAccept(
        reason -> {
          if (!reason.isEmpty() && matter()) {
            tally.lost(stage.name() + ": " + host + ": connection lost: " + reason);
          }
        });
  }
}
