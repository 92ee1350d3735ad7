package dev.causeway.controlplane.leader;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process' part in the election of one role: contends for the role's Lease until it is closed,
 * again after every loss, and gives the Lease back at the end so that a successor need not wait for
 * it to run out. A Lease that cannot be reached costs the leadership and nothing else.
 */
public final class LeaderElection implements Leadership, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);

  private final KubernetesClient client;
  private final String role;
  private final String identity;
  private final LeaderTimes times;
  private final LeaderListener listener;
  private final RoleLease lease;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService callbacks;
  private final ScheduledExecutorService timer;

  private @Nullable CompletableFuture<?> contest;
  private boolean started;
  private boolean closed;
  private boolean leading;
  private Future<?> lastCallback = CompletableFuture.completedFuture(null);
  private volatile boolean writing;
  private volatile String holder = "";
  private volatile int failure;

  LeaderElection(
      KubernetesClient client,
      String namespace,
      String role,
      String identity,
      LeaderTimes times,
      Clock clock,
      LeaderListener listener) {
    this.role = role;
    this.identity = identity;
    this.times = times;
    this.listener = listener;
    // An attempt that hangs must not use up the time in which it could be repeated.
    this.client =
        client
            .newClient(
                new RequestConfigBuilder()
                    .withRequestTimeout(Math.toIntExact(times.renewDeadline().toMillis() / 2))
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .adapt(KubernetesClient.class);
    this.lease =
        new RoleLease(
            namespace,
            "causeway-" + role,
            identity,
            times,
            clock,
            System::nanoTime,
            new RoleLease.Health() {
              @Override
              public void usable() {
                reachable();
              }

              @Override
              public void unusable(RuntimeException failure) {
                unreachable(failure);
              }
            });
    this.callbacks =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("leader-" + role).factory());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("leader-" + role + "-timer").factory());
  }

  /** Begins to contend. */
  public synchronized void start() {
    if (started) {
      throw new IllegalStateException("the election of " + role + " was started before");
    }
    started = true;
    contend();
  }

  /** An elector serves once, so every contest has its own. */
  private synchronized void contend() {
    if (closed) {
      return;
    }
    CompletableFuture<?> next =
        new LeaderElector(
                client,
                new LeaderElectionConfigBuilder()
                    .withName(lease.describe())
                    .withLock(lease)
                    .withLeaseDuration(times.lease())
                    .withRenewDeadline(times.renewDeadline())
                    .withRetryPeriod(times.retry())
                    .withReleaseOnCancel(true)
                    .withLeaderCallbacks(
                        new LeaderCallbacks(
                            () -> change(true), () -> change(false), this::holderChanged))
                    .build(),
                requests)
            .start();
    contest = next;
    next.whenComplete(
        (nothing, failure) -> {
          change(false);
          again();
        });
  }

  private synchronized void again() {
    if (!closed) {
      timer.schedule(this::contend, times.retry().toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void change(boolean leads) {
    if (leads == leading || (leads && closed)) {
      return;
    }
    leading = leads;
    writing = leads;
    if (leads) {
      LOG.info("{} leads role {}", identity, role);
    } else {
      LOG.info("{} leads role {} no longer", identity, role);
    }
    lastCallback = callbacks.submit(() -> tell(leads));
  }

  private void tell(boolean leads) {
    try {
      if (leads) {
        listener.started(this);
      } else {
        listener.stopped();
      }
    } catch (RuntimeException e) {
      LOG.error("role {} failed to {}, which is a bug", role, leads ? "start" : "stop", e);
    }
  }

  private void holderChanged(@Nullable String now) {
    String next = now == null ? "" : now;
    String before = holder;
    holder = next;
    if (!next.equals(before) && !next.isEmpty() && !next.equals(identity)) {
      LOG.info("role {} is led by {}", role, next);
    }
  }

  private void reachable() {
    if (failure != 0) {
      failure = 0;
      LOG.info("{} can be used again", lease.describe());
    }
  }

  /** Says so once for each kind of failure, not for each attempt. */
  private void unreachable(RuntimeException cause) {
    int kind = cause instanceof KubernetesClientException e && e.getCode() > 0 ? e.getCode() : -1;
    if (failure != kind) {
      failure = kind;
      LOG.warn(
          "{} cannot be used, so this process cannot lead role {}; everything else goes on, tried"
              + " again every {} ms: {}",
          lease.describe(),
          role,
          times.retry().toMillis(),
          kind == 403
              ? "the API server forbids it; allow get, create and update of leases"
              : sentence(cause));
    }
  }

  /** What the network or the server said; what the library says around it names the request. */
  private static String sentence(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof KubernetesClientException
        ? String.valueOf(cause.getMessage())
        : cause.toString();
  }

  @Override
  public boolean leads() {
    return writing && lease.isHeld();
  }

  /** Returns the role. */
  public String role() {
    return role;
  }

  /** Returns the identity that leads as far as is known; empty if none is known. */
  public String leader() {
    return holder;
  }

  /** Returns the durations. */
  public LeaderTimes times() {
    return times;
  }

  /** Lets the listener finish, then gives the Lease back if this process has it. */
  @Override
  public void close() {
    CompletableFuture<?> last;
    Future<?> stopped;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      change(false);
      last = contest;
      stopped = lastCallback;
    }
    await(stopped);
    if (last != null) {
      // The elector gives the Lease back within this call.
      last.cancel(true);
    }
    timer.shutdownNow();
    callbacks.shutdown();
    requests.shutdown();
  }

  private void await(Future<?> stopped) {
    Duration limit = times.lease();
    try {
      stopped.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("role {} did not stop within {} s", role, limit.toSeconds());
    } catch (ExecutionException e) {
      LOG.error("role {} failed to stop, which is a bug", role, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
