package dev.causeway.controlplane.stream;

import java.util.concurrent.atomic.LongAdder;

/** Counts of what happened on all streams since the process began. Any thread may read. */
public final class StreamStatistics {
  private final LongAdder streams = new LongAdder();
  private final LongAdder transactions = new LongAdder();
  private final LongAdder resources = new LongAdder();
  private final LongAdder removals = new LongAdder();
  private final LongAdder endpointSets = new LongAdder();
  private final LongAdder resyncs = new LongAdder();
  private final LongAdder inventoryRequests = new LongAdder();
  private final LongAdder staleNonces = new LongAdder();
  private final LongAdder regressions = new LongAdder();
  private final LongAdder refusals = new LongAdder();

  LongAdder streamsOpened() {
    return streams;
  }

  void offered(OutgoingTransaction transaction) {
    transactions.increment();
    resources.add(transaction.upsertCount());
    removals.add(transaction.removalCount());
    endpointSets.add(transaction.endpointSets().size());
  }

  LongAdder endpointSetsSent() {
    return endpointSets;
  }

  LongAdder resyncsAsked() {
    return resyncs;
  }

  LongAdder inventoriesAsked() {
    return inventoryRequests;
  }

  LongAdder noncesIgnored() {
    return staleNonces;
  }

  LongAdder positionsLost() {
    return regressions;
  }

  LongAdder streamsRefused() {
    return refusals;
  }

  /** Returns the number of streams that were opened. */
  public long streams() {
    return streams.sum();
  }

  /** Returns the number of transactions that were begun. */
  public long transactions() {
    return transactions.sum();
  }

  /** Returns the number of config resources that were sent. */
  public long resources() {
    return resources.sum();
  }

  /** Returns the number of removals of config resources that were sent. */
  public long removals() {
    return removals.sum();
  }

  /** Returns the number of endpoint sets that were sent, in updates and in transactions. */
  public long endpointSets() {
    return endpointSets.sum();
  }

  /** Returns how often a router reported that inventories had drifted apart. */
  public long resyncs() {
    return resyncs.sum();
  }

  /** Returns how often a router was asked for its inventory. */
  public long inventoryRequests() {
    return inventoryRequests.sum();
  }

  /** Returns how many results with an unknown nonce were ignored. */
  public long staleNonces() {
    return staleNonces.sum();
  }

  /** Returns how often a router had to be given something older than it had seen. */
  public long regressions() {
    return regressions.sum();
  }

  /** Returns how many streams were refused. */
  public long refusals() {
    return refusals.sum();
  }
}
