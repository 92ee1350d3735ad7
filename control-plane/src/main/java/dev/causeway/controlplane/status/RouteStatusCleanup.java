package dev.causeway.controlplane.status;

import dev.causeway.controlplane.source.kubernetes.Pages;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Removes the entries of our shards from the status of all Routes; those of other routers stay.
 * Needs {@code list} of {@code routes} and {@code patch} of {@code routes/status}, and that nobody
 * writes the entries meanwhile.
 */
public final class RouteStatusCleanup {
  private final KubernetesClient client;
  private final StatusOptions options;
  private final List<StatusPlan.Wish> wishes;
  private final RouteStatusApi api;
  private final Pace pace;
  private final Clock clock;
  private final AtomicInteger cleared = new AtomicInteger();

  /**
   * Makes a clean-up that did nothing yet.
   *
   * @param client the cluster's client
   * @param options how the entries were written
   * @param shards the shards whose entries they are
   * @param clock time of changes
   * @param registry takes counters
   */
  public RouteStatusCleanup(
      KubernetesClient client,
      StatusOptions options,
      Collection<String> shards,
      Clock clock,
      MeterRegistry registry) {
    this.client = client;
    this.options = options;
    this.wishes =
        shards.stream()
            .map(shard -> new StatusPlan.Wish(options.identity(shard, ""), null))
            .toList();
    this.api = new RouteStatusApi(client, options.forbiddenRetry(), new StatusMeters(registry));
    this.pace = new Pace(options.writesPerSecond(), options.parallelism());
    this.clock = clock;
  }

  /** Returns the number of Routes that were cleared. */
  public int cleared() {
    return cleared.get();
  }

  /**
   * Goes through all Routes once and clears what it can.
   *
   * @return Routes that had entries of ours before, cleared or not; nothing is left where there are
   *     none
   */
  public int pass() throws InterruptedException {
    Instant now = clock.instant();
    List<Future<?>> writes = new ArrayList<>();
    try (ExecutorService workers =
        Executors.newFixedThreadPool(
            options.parallelism(), Thread.ofVirtual().name("cleanup-", 0).factory())) {
      Pages.each(
          client.resources(Route.class).inAnyNamespace(),
          routes -> {
            for (Route route : routes) {
              RouteState state = RouteState.of(route);
              StatusPlan plan = StatusPlanner.plan(state.ingress(), wishes, now);
              if (!plan.isEmpty()) {
                ObjectKey key = key(route);
                writes.add(
                    workers.submit(
                        () -> {
                          pace.await();
                          write(key, state, plan);
                          return key;
                        }));
              }
            }
          });
      for (Future<?> write : writes) {
        write.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a write that fails says so and does not throw", e);
    }
    return writes.size();
  }

  private static ObjectKey key(Route route) {
    return new ObjectKey(
        InputKind.ROUTE,
        Objects.requireNonNullElse(route.getMetadata().getNamespace(), ""),
        route.getMetadata().getName());
  }

  /** What is not written is met again in the next pass. */
  private void write(ObjectKey key, RouteState state, StatusPlan plan) {
    if (api.write(key, state, plan.ingress()) instanceof RouteStatusApi.Written) {
      cleared.incrementAndGet();
    }
  }
}
