package dev.causeway.controlplane.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Lease of one role, as the elector reads and writes it; needs {@code get}, {@code create} and
 * {@code update}.
 *
 * <p>Two things differ from the client's own lock. Renewal times of others are never compared with
 * this machine's clock: a Lease is stale once this process has seen it unchanged for as long as it
 * holds, so clocks that disagree elect no second leader. And it notes when this process' own hold
 * ends, counted from before the request that renewed it was sent.
 */
final class RoleLease implements Lock {
  private final String namespace;
  private final String name;
  private final String identity;
  private final LeaderTimes times;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Health health;

  private @Nullable Lease seen;
  private @Nullable Object seenRenewal;
  private long seenSince;
  private volatile long heldUntil;
  private volatile boolean held;

  /** Hears whether the Lease can be used. */
  interface Health {
    /** A request succeeded. */
    void usable();

    /** A request failed, other than because somebody else was faster. */
    void unusable(RuntimeException failure);
  }

  RoleLease(
      String namespace,
      String name,
      String identity,
      LeaderTimes times,
      Clock clock,
      LongSupplier nanos,
      Health health) {
    this.namespace = namespace;
    this.name = name;
    this.identity = identity;
    this.times = times;
    this.clock = clock;
    this.nanos = nanos;
    this.health = health;
  }

  /** Returns whether this process holds the Lease, by its own clock and with the safety margin. */
  boolean isHeld() {
    return held && heldUntil - nanos.getAsLong() > 0;
  }

  @Override
  public synchronized @Nullable LeaderElectionRecord get(KubernetesClient client) {
    return checked(
        () -> {
          Lease lease = client.leases().inNamespace(namespace).withName(name).get();
          seen = lease;
          return lease == null ? null : record(lease);
        });
  }

  private LeaderElectionRecord record(Lease lease) {
    var spec = lease.getSpec();
    String holder = spec == null ? null : spec.getHolderIdentity();
    Object renewal = spec == null ? null : spec.getRenewTime();
    Integer seconds = spec == null ? null : spec.getLeaseDurationSeconds();
    Integer transitions = spec == null ? null : spec.getLeaseTransitions();
    ZonedDateTime acquired = spec == null ? null : spec.getAcquireTime();
    record Renewal(@Nullable String holder, @Nullable Object time) {}
    Renewal now = new Renewal(holder, renewal);
    long nano = nanos.getAsLong();
    if (!now.equals(seenRenewal)) {
      seenRenewal = now;
      seenSince = nano;
    }
    ZonedDateTime wall = ZonedDateTime.now(clock).withZoneSameInstant(ZoneOffset.UTC);
    return new LeaderElectionRecord(
        holder,
        seconds == null ? times.lease() : Duration.ofSeconds(seconds),
        acquired == null ? wall : acquired,
        wall.minusNanos(nano - seenSince),
        transitions == null ? 0 : transitions);
  }

  @Override
  public synchronized void create(KubernetesClient client, LeaderElectionRecord record) {
    write(
        record,
        () ->
            client
                .resource(
                    new LeaseBuilder(lease(new Lease(), record))
                        .editOrNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create());
  }

  @Override
  public synchronized void update(KubernetesClient client, LeaderElectionRecord record) {
    Lease last = Objects.requireNonNull(seen, "the Lease is read before it is written");
    // With the resource version that was read: whoever wrote meanwhile has it.
    write(record, () -> client.resource(lease(last, record)).update());
  }

  /** Labels and annotations of the Lease stay as they are. */
  private static Lease lease(Lease last, LeaderElectionRecord record) {
    return new LeaseBuilder(last)
        .editOrNewSpec()
        .withHolderIdentity(record.getHolderIdentity())
        .withLeaseDurationSeconds((int) record.getLeaseDuration().toSeconds())
        .withAcquireTime(record.getAcquireTime())
        .withRenewTime(record.getRenewTime())
        .withLeaseTransitions(record.getLeaderTransitions())
        .endSpec()
        .build();
  }

  private void write(LeaderElectionRecord record, Supplier<Lease> request) {
    boolean ours = identity.equals(record.getHolderIdentity());
    long before = nanos.getAsLong();
    if (!ours) {
      held = false;
    }
    seen = checked(request);
    if (ours) {
      heldUntil = before + times.renewDeadline().toNanos();
      held = true;
    }
  }

  /** The elector survives exceptions of one type only. */
  private <T extends @Nullable Object> T checked(Supplier<T> request) {
    try {
      T answer = request.get();
      health.usable();
      return answer;
    } catch (KubernetesClientException e) {
      if (e.getCode() != 409) {
        health.unusable(e);
      }
      throw e;
    } catch (RuntimeException e) {
      health.unusable(e);
      throw new KubernetesClientException("the Lease cannot be used", e);
    }
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public String describe() {
    return "Lease " + namespace + "/" + name;
  }
}
