package dev.causeway.controlplane.leader;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes the elections of a process: one per role, all in the same namespace. */
public final class LeaderElections {
  private final KubernetesClient client;
  private final String namespace;
  private final String identity;
  private final LeaderTimes times;
  private final Clock clock;
  private final MeterRegistry meters;
  private final List<LeaderElection> elections = new CopyOnWriteArrayList<>();

  /**
   * Makes none yet.
   *
   * @param client the cluster's client
   * @param namespace namespace of the Leases
   * @param identity name of this replica, which no other has
   * @param times durations of all elections
   * @param clock the wall clock, for the times that stand in a Lease
   * @param meters takes the gauge {@code causeway.leader}
   */
  public LeaderElections(
      KubernetesClient client,
      String namespace,
      String identity,
      LeaderTimes times,
      Clock clock,
      MeterRegistry meters) {
    this.client = client;
    this.namespace = namespace;
    this.identity = identity;
    this.times = times;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Makes the election of {@code role}, over the Lease {@code causeway-<role>}; the caller starts
   * and closes it.
   */
  public LeaderElection election(String role, LeaderListener listener) {
    LeaderElection election =
        new LeaderElection(client, namespace, role, identity, times, clock, listener);
    elections.add(election);
    ControlPlaneMeter.LEADER
        .gauge(election, e -> e.leads() ? 1 : 0)
        .tag("role", role)
        .register(meters);
    return election;
  }

  /** Returns the elections made so far. */
  public List<LeaderElection> all() {
    return List.copyOf(elections);
  }
}
