package dev.causeway.router.balance;

import dev.causeway.routing.model.Endpoint;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One endpoint of one upstream while it is part of the upstream's set: its address and how much is
 * in flight to it. The same object survives changes of its neighbours, so that counters and pooled
 * connections do too. Any thread may call every method.
 */
public final class LiveEndpoint {
  private final LiveUpstream upstream;
  private final Endpoint endpoint;
  private final InetSocketAddress address;
  private final int hash;
  private final long affinityHigh;
  private final long affinityLow;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean current = true;
  private volatile boolean usable = true;
  private volatile boolean failing;
  private volatile boolean ejected;
  private final EjectionRecord ejections = new EjectionRecord();

  LiveEndpoint(LiveUpstream upstream, Endpoint endpoint) {
    this.upstream = upstream;
    this.endpoint = endpoint;
    this.address = EndpointAddresses.resolved(endpoint.address(), endpoint.port());
    this.hash = Hashing.mix(endpoint.id().hashCode());
    long[] affinity = AffinityValue.of(endpoint.id());
    this.affinityHigh = affinity[0];
    this.affinityLow = affinity[1];
  }

  /** Returns the upstream this endpoint belongs to. */
  public LiveUpstream upstream() {
    return upstream;
  }

  /** Returns the endpoint's data. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Returns the socket address; always resolved, since addresses are literals. */
  public InetSocketAddress address() {
    return address;
  }

  /** Returns whether the endpoint is in the set of an upstream of the configuration now. */
  public boolean isCurrent() {
    return current;
  }

  /**
   * Returns whether a request may still be sent to it: it did not leave the set of its upstream.
   * Differs from {@link #isCurrent} once the upstream itself is gone, for requests that started
   * with a plan which refers to it.
   */
  public boolean isUsable() {
    return usable;
  }

  /** Returns whether neither health checks nor ejection took it out. */
  public boolean isUp() {
    return !failing && !ejected;
  }

  /** Says what health checks found; an endpoint that is not checked is up (RO-070). */
  public void checked(boolean up) {
    if (failing == up) {
      failing = !up;
      upstream.refresh();
    }
  }

  /** Takes it out of balancing for a while, or lets it back in. */
  public void eject(boolean out) {
    if (ejected != out) {
      ejected = out;
      upstream.refresh();
    }
  }

  /** Returns whether it is out because health checks failed. */
  public boolean isFailing() {
    return failing;
  }

  EjectionRecord ejections() {
    return ejections;
  }

  /** Returns whether it is out because of failures seen in traffic. */
  public boolean isEjected() {
    return ejected;
  }

  /** Returns the number of requests or tunnels in flight from this router. */
  public int inFlight() {
    return inFlight.get();
  }

  /** Counts a request that is about to be sent. */
  public void begin() {
    inFlight.incrementAndGet();
  }

  /** Counts the end of a request counted by {@link #begin}. */
  public void end() {
    inFlight.decrementAndGet();
  }

  /** Returns a well-mixed hash of the stable id, equal in all replicas. */
  int stableHash() {
    return hash;
  }

  /** Returns what stands for it in affinity cookies (RO-047). */
  public String affinityText() {
    return AffinityValue.text(affinityHigh, affinityLow);
  }

  long affinityHigh() {
    return affinityHigh;
  }

  long affinityLow() {
    return affinityLow;
  }

  /** The endpoint left the set of its upstream. */
  void retire() {
    usable = false;
    current = false;
  }

  /** The upstream left the configuration. */
  void retireWithUpstream() {
    current = false;
  }

  @Override
  public String toString() {
    return endpoint.id();
  }
}
