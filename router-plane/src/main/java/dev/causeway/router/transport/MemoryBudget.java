package dev.causeway.router.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.util.function.LongSupplier;

/**
 * The router-wide bound on buffers: what waits for slow peers, heads, queued streams, over all
 * connections together. Once most of the memory that buffers can have is taken, new work is refused
 * until some is free again, because running out of it would break the work that is under way.
 *
 * <p>Each connection by itself is bounded by water marks and windows; this is for many of them.
 */
public final class MemoryBudget {
  /** More than one connection can make the router buffer, HTTP/2 with all its streams included. */
  private static final long PER_CONNECTION_BYTES = 16L << 20;

  private static final double REFUSING_FROM = 0.8;
  private static final double SERVING_BELOW = 0.7;

  private final LongSupplier used;
  private final long capacity;
  private volatile boolean exhausted;

  /**
   * Creates a budget.
   *
   * @param used bytes taken now; asked ten times a second
   * @param capacity bytes that there are, above 0
   */
  public MemoryBudget(LongSupplier used, long capacity) {
    this.used = used;
    this.capacity = capacity;
  }

  /** Returns the budget of this process: its direct memory, which is where buffers are. */
  public static MemoryBudget ofProcess() {
    // Connections use Netty's default, Spring's buffers the pooled one.
    LongSupplier used =
        () ->
            usedBy(ByteBufAllocator.DEFAULT)
                + (ByteBufAllocator.DEFAULT instanceof PooledByteBufAllocator
                    ? 0
                    : usedBy(PooledByteBufAllocator.DEFAULT));
    return new MemoryBudget(used, PlatformDependent.estimateMaxDirectMemory());
  }

  private static long usedBy(ByteBufAllocator allocator) {
    return allocator instanceof ByteBufAllocatorMetricProvider provider
        ? provider.metric().usedDirectMemory()
        : 0;
  }

  /** Returns bytes taken now. */
  public long used() {
    return used.getAsLong();
  }

  /** Returns bytes that there are. */
  public long capacity() {
    return capacity;
  }

  /** Returns whether new work is to be refused, as of the latest look. Any thread. */
  public boolean isExhausted() {
    return exhausted;
  }

  /**
   * Looks again. The allocator keeps what it has got for a while: where so few connections are open
   * that they cannot be what takes the memory, it is there to be used again.
   *
   * @param connections open client connections
   * @return whether the answer of {@link #isExhausted} changed
   */
  boolean look(int connections) {
    boolean before = exhausted;
    double share = (double) used() / capacity;
    boolean byConnections = connections * PER_CONNECTION_BYTES >= capacity * REFUSING_FROM;
    exhausted = byConnections && share >= (before ? SERVING_BELOW : REFUSING_FROM);
    return exhausted != before;
  }
}
