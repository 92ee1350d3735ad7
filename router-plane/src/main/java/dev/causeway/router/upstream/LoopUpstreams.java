package dev.causeway.router.upstream;

import dev.causeway.router.balance.LiveEndpoint;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The upstream side of one event loop: its pools, its codec scratch space and its deadlines. */
public final class LoopUpstreams {
  private static final int SWEEP_EVERY_TICKS = 10;

  private final UpstreamOptions options;
  private final IntSupplier maxHeadBytes;
  private final SharedLimits shared;
  private final LoopCounters counters = new LoopCounters();
  private final RequestHeadEncoder encoder = new RequestHeadEncoder();
  private final DeadlineWheel wheel;
  private final EndpointConnector connector;
  private final IdentityHashMap<LiveEndpoint, List<EndpointPool>> pools = new IdentityHashMap<>();
  private int ticks;

  LoopUpstreams(
      EventLoop loop, UpstreamOptions options, IntSupplier maxHeadBytes, SharedLimits shared) {
    this.options = options;
    this.maxHeadBytes = maxHeadBytes;
    this.shared = shared;
    this.wheel = new DeadlineWheel(loop, this::sweep);
    this.connector = new EndpointConnector(loop, this);
  }

  /**
   * Finds or opens a connection to an endpoint.
   *
   * @param endpoint endpoint, picked from the current set
   * @param tls TLS towards it, or null for clear text
   * @param wish what the request needs
   * @param listener told the outcome; may be called before this method returns
   */
  public void acquire(
      LiveEndpoint endpoint,
      @Nullable EndpointTls tls,
      ConnectionWish wish,
      ConnectListener listener) {
    pool(endpoint, tls).acquire(wish, listener);
  }

  /** Closes idle connections, and shared ones as soon as their streams have ended. */
  public void drain() {
    pools.values().forEach(list -> List.copyOf(list).forEach(EndpointPool::drain));
  }

  private EndpointPool pool(LiveEndpoint endpoint, @Nullable EndpointTls tls) {
    List<EndpointPool> ofEndpoint = pools.get(endpoint);
    if (ofEndpoint == null) {
      ofEndpoint = new ArrayList<>(1);
      pools.put(endpoint, ofEndpoint);
    }
    for (int i = 0; i < ofEndpoint.size(); i++) {
      if (Objects.equals(ofEndpoint.get(i).tls(), tls)) {
        return ofEndpoint.get(i);
      }
    }
    EndpointPool pool = new EndpointPool(this, endpoint, tls);
    ofEndpoint.add(pool);
    return pool;
  }

  /** Now and then closes what leads to endpoints that are gone, and forgets empty pools. */
  private void sweep() {
    if (++ticks % SWEEP_EVERY_TICKS != 0) {
      return;
    }
    Iterator<Map.Entry<LiveEndpoint, List<EndpointPool>>> entries = pools.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<LiveEndpoint, List<EndpointPool>> entry = entries.next();
      if (!entry.getKey().isCurrent()) {
        entry.getValue().forEach(EndpointPool::drain);
        if (entry.getValue().stream().allMatch(EndpointPool::isEmpty)) {
          entries.remove();
        }
      }
    }
  }

  /** Returns the largest response head on a connection opened now, bytes. */
  int maxHeadBytes() {
    return maxHeadBytes.getAsInt();
  }

  UpstreamOptions options() {
    return options;
  }

  SharedLimits shared() {
    return shared;
  }

  LoopCounters counters() {
    return counters;
  }

  RequestHeadEncoder encoder() {
    return encoder;
  }

  DeadlineWheel wheel() {
    return wheel;
  }

  EndpointConnector connector() {
    return connector;
  }
}
