package dev.causeway.controlplane.ingress;

import dev.causeway.controlplane.leader.LeaderListener;
import dev.causeway.controlplane.leader.Leadership;
import dev.causeway.manifests.ingress.IngressOptions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps Routes in step with Ingresses while this process leads; every term begins afresh. */
public final class IngressRole implements LeaderListener {
  private final KubernetesClient client;
  private final Options options;
  private final String replica;
  private final Clock clock;
  private final MeterRegistry meters;
  private @Nullable IngressTerm term;

  /**
   * How the role works.
   *
   * @param ingresses which Ingresses are ours
   * @param secretNamespaces where Secrets may be read; everywhere if empty
   * @param parallelism Ingresses that are looked at at a time, at least one
   * @param retry how long after a first failure an Ingress is tried again; doubled with every
   *     further one, up to 256 times this
   */
  public record Options(
      IngressOptions ingresses, Set<String> secretNamespaces, int parallelism, Duration retry) {
    /** Copies the set. */
    public Options {
      secretNamespaces = Set.copyOf(secretNamespaces);
    }
  }

  /**
   * Makes a role that does nothing yet.
   *
   * @param client the cluster's client
   * @param options how the role works
   * @param replica name of this replica, for Events
   * @param slack how long a write may take, shorter than a Lease outlives its leader's certainty
   * @param clock time of Events
   * @param meters takes counters and gauges
   */
  public IngressRole(
      KubernetesClient client,
      Options options,
      String replica,
      Duration slack,
      Clock clock,
      MeterRegistry meters) {
    // A write that hangs ends before somebody else may write.
    this.client =
        client
            .newClient(
                new RequestConfigBuilder()
                    .withRequestTimeout(Math.toIntExact(slack.toMillis()))
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .adapt(KubernetesClient.class);
    this.options = options;
    this.replica = replica;
    this.clock = clock;
    this.meters = meters;
  }

  @Override
  public synchronized void started(Leadership leadership) {
    stopped();
    IngressTerm next =
        new IngressTerm(
            client,
            options,
            new RouteWriter(client, leadership, meters),
            new IngressEvents(client, leadership, replica, clock),
            new IngressGauges(meters));
    term = next;
    next.start();
  }

  @Override
  public synchronized void stopped() {
    IngressTerm last = term;
    term = null;
    if (last != null) {
      last.close();
    }
  }
}
