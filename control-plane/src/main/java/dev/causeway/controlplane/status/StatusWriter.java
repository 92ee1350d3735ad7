package dev.causeway.controlplane.status;

import dev.causeway.controlplane.leader.LeaderListener;
import dev.causeway.controlplane.leader.Leadership;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the status of Routes while this process leads; every term begins with a comparison. */
public final class StatusWriter implements LeaderListener {
  private final KubernetesClient client;
  private final StatusBoard board;
  private final StatusOptions options;
  private final String replica;
  private final Clock clock;
  private final StatusMeters meters;
  private final @Nullable StatusActivation activation;
  private @Nullable StatusTerm term;

  /**
   * Makes a writer that does nothing yet.
   *
   * @param client the cluster's client
   * @param board what should be written
   * @param options how it is written
   * @param replica name of this replica, for Events
   * @param slack how long a write may take, shorter than a Lease outlives its leader's certainty
   * @param clock time of changes
   * @param registry takes counters
   * @param activation how {@code Activated} comes about, or null where it is not written
   */
  public StatusWriter(
      KubernetesClient client,
      StatusBoard board,
      StatusOptions options,
      String replica,
      Duration slack,
      Clock clock,
      MeterRegistry registry,
      @Nullable StatusActivation activation) {
    // A write that hangs ends before somebody else may write.
    this.client =
        client
            .newClient(
                new RequestConfigBuilder()
                    .withRequestTimeout(Math.toIntExact(slack.toMillis()))
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .adapt(KubernetesClient.class);
    this.board = board;
    this.options = options;
    this.replica = replica;
    this.clock = clock;
    this.meters = new StatusMeters(registry);
    this.activation = activation;
  }

  @Override
  public synchronized void started(Leadership leadership) {
    stopped();
    StatusTerm next =
        new StatusTerm(
            client,
            board,
            options,
            leadership,
            new RouteEvents(client, leadership, replica, options.eventsPerSecond(), clock, meters),
            clock,
            meters,
            activation);
    term = next;
    next.start();
  }

  @Override
  public synchronized void stopped() {
    StatusTerm last = term;
    term = null;
    if (last != null) {
      last.close();
    }
  }
}
