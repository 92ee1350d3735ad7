package dev.causeway.controlplane.leader;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a role without a leader for a while: takes its Lease, whoever has it, and holds it without
 * doing the role's work. Needs {@code get}, {@code create} and {@code update}.
 *
 * <p>A leader whose Lease is taken cannot renew it, and writes no longer than the Lease it had
 * would have lasted; nobody else takes one that is held. Nothing has to be stopped or started for
 * that, and if the hold runs out, roles are led again.
 */
public final class LeaseHold {
  /** Holders with such names are holds, which never wrote. */
  private static final String PREFIX = "cleanup-";

  private static final int ATTEMPTS = 20;

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String identity;
  private final Duration lease;
  private final Clock clock;

  /**
   * Makes a hold that holds nothing yet.
   *
   * @param client the cluster's client
   * @param namespace namespace of Leases
   * @param role role of the Lease
   * @param replica name of this process
   * @param lease how long a leader's Lease holds where that cannot be read
   * @param clock the wall clock, for the times that stand in a Lease
   */
  public LeaseHold(
      KubernetesClient client,
      String namespace,
      String role,
      String replica,
      Duration lease,
      Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.name = "causeway-" + role;
    this.identity = PREFIX + replica;
    this.lease = lease;
    this.clock = clock;
  }

  /**
   * Takes the Lease, also where it is held already, or fails with what the API server says.
   *
   * @param hold how long it is held, from now on
   * @return how long a leader may go on writing that had it until now; zero where there was none
   */
  public Duration take(Duration hold) {
    for (int attempt = 1; ; attempt++) {
      Lease present = client.leases().inNamespace(namespace).withName(name).get();
      try {
        if (present == null) {
          Lease fresh =
              new LeaseBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName(name)
                  .endMetadata()
                  .build();
          client.resource(held(fresh, hold)).create();
          return Duration.ZERO;
        }
        client.resource(held(present, hold)).update();
        return remaining(present.getSpec());
      } catch (KubernetesClientException e) {
        // A leader renewed it meanwhile, or made it.
        if (e.getCode() != 409 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Duration remaining(@Nullable LeaseSpec before) {
    String holder = before == null ? null : before.getHolderIdentity();
    if (before == null || holder == null || holder.isEmpty()) {
      return Duration.ZERO;
    }
    Integer seconds = before.getLeaseDurationSeconds();
    // A hold that was broken off may have taken it from a leader a moment ago.
    return seconds == null || holder.startsWith(PREFIX) ? lease : Duration.ofSeconds(seconds);
  }

  /** Gives the Lease back if it is held, so that the role is led again at once. */
  public void giveBack() {
    Lease present = client.leases().inNamespace(namespace).withName(name).get();
    if (present != null
        && present.getSpec() != null
        && identity.equals(present.getSpec().getHolderIdentity())) {
      client
          .resource(new LeaseBuilder(present).editSpec().withHolderIdentity(null).endSpec().build())
          .update();
    }
  }

  private Lease held(Lease present, Duration hold) {
    ZonedDateTime now = ZonedDateTime.now(clock).withZoneSameInstant(ZoneOffset.UTC);
    LeaseSpec before = Objects.requireNonNullElseGet(present.getSpec(), LeaseSpec::new);
    boolean ours = identity.equals(before.getHolderIdentity());
    int transitions = Objects.requireNonNullElse(before.getLeaseTransitions(), 0);
    return new LeaseBuilder(present)
        .editOrNewSpec()
        .withHolderIdentity(identity)
        .withLeaseDurationSeconds((int) hold.toSeconds())
        .withAcquireTime(ours ? before.getAcquireTime() : now)
        .withRenewTime(now)
        .withLeaseTransitions(ours ? transitions : transitions + 1)
        .endSpec()
        .build();
  }
}
