package dev.causeway.router.upstream;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;

/** The upstream sides of all event loops. Any thread may call it. */
public final class Upstreams {
  private final UpstreamOptions options;
  private final IntSupplier maxHeadBytes;
  private final SharedLimits shared;
  private final Map<EventLoop, LoopUpstreams> loops = new ConcurrentHashMap<>();

  /** Creates the upstream side; it has no connections until requests need some. */
  public Upstreams(UpstreamOptions options) {
    this(options, options::maxHeadBytes);
  }

  /**
   * Creates the upstream side of a router.
   *
   * @param options limits
   * @param maxHeadBytes largest response head on a connection opened now, in place of that of the
   *     options (RO-014); any event loop asks
   */
  public Upstreams(UpstreamOptions options, IntSupplier maxHeadBytes) {
    this.options = options;
    this.maxHeadBytes = maxHeadBytes;
    this.shared = new SharedLimits(options);
  }

  /** Returns the upstream side of an event loop; to be used on that loop only. */
  public LoopUpstreams on(EventLoop loop) {
    LoopUpstreams known = loops.get(loop);
    return known != null
        ? known
        : loops.computeIfAbsent(loop, key -> new LoopUpstreams(key, options, maxHeadBytes, shared));
  }

  /** Closes idle connections everywhere, and shared ones as soon as their streams have ended. */
  public void drain() {
    loops.forEach((loop, upstreams) -> loop.execute(upstreams::drain));
  }

  /** Returns how many connections were opened. */
  public long connects() {
    return sum(LoopCounters::connects);
  }

  /** Returns how many requests went out on a connection that was open already. */
  public long reuses() {
    return sum(LoopCounters::reuses);
  }

  /** Returns how many attempts to connect failed. */
  public long failedConnects() {
    return sum(LoopCounters::failedConnects);
  }

  /** Returns how many connections are open or being opened. */
  public int open() {
    return shared.open();
  }

  /** Returns how many HTTP/1.1 connections are idle. */
  public int idle() {
    return shared.idle();
  }

  private long sum(ToLongFunction<LoopCounters> value) {
    long sum = 0;
    for (LoopUpstreams loop : loops.values()) {
      sum += value.applyAsLong(loop.counters());
    }
    return sum;
  }
}
