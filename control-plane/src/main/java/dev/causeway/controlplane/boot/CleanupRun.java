package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.ingress.IngressStatusCleanup;
import dev.causeway.controlplane.leader.LeaseHold;
import dev.causeway.controlplane.status.RouteStatusCleanup;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;

/**
 * Removes what leaders wrote into the status of objects: takes their Leases, waits until none of
 * them writes any more, and goes through all objects until a pass finds nothing. Tries again what
 * fails until its deadline; then gives the Leases back, since the installation stays.
 */
final class CleanupRun implements ApplicationRunner, ExitCodeGenerator, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(CleanupRun.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** How long nobody leads after a success, in which whoever asked for it removes the leaders. */
  static final Duration AFTERWARDS = Duration.ofSeconds(60);

  private final Duration deadline;
  private final List<LeaseHold> leases;
  private final @Nullable Supplier<IngressStatusCleanup> ingressCleanup;
  private final @Nullable Supplier<RouteStatusCleanup> routeCleanup;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable IngressStatusCleanup ingresses;
  private @Nullable RouteStatusCleanup routes;
  private boolean held;
  private volatile int exitCode = 1;

  /**
   * Makes a run.
   *
   * @param deadline how long it may take
   * @param leases of the roles that write
   * @param ingressCleanup makes what clears Ingresses, or null where they stay as they are; asks
   *     the API server
   * @param routeCleanup makes what clears Routes, or null; the same
   */
  CleanupRun(
      Duration deadline,
      List<LeaseHold> leases,
      @Nullable Supplier<IngressStatusCleanup> ingressCleanup,
      @Nullable Supplier<RouteStatusCleanup> routeCleanup) {
    this.deadline = deadline;
    this.leases = leases;
    this.ingressCleanup = ingressCleanup;
    this.routeCleanup = routeCleanup;
  }

  @Override
  public void run(ApplicationArguments arguments) throws InterruptedException {
    String trouble = clean(System.nanoTime() + deadline.toNanos());
    if (trouble.isEmpty()) {
      exitCode = 0;
      LOG.info(
          "cleaned up: {} Routes and {} Ingresses had entries; nobody leads for {} s",
          routes == null ? 0 : routes.cleared(),
          ingresses == null ? 0 : ingresses.cleared(),
          AFTERWARDS.toSeconds());
      return;
    }
    giveBack();
    LOG.error(
        "not cleaned up within {} s: {}. Nothing was uninstalled. Put that right and run `helm"
            + " uninstall` again, or leave the entries in the status of Routes and Ingresses with"
            + " `helm uninstall --no-hooks`",
        deadline.toSeconds(),
        trouble);
  }

  /** Returns what is in the way, empty if nothing is. */
  private String clean(long end) throws InterruptedException {
    String trouble;
    do {
      try {
        if (!held) {
          Duration standDown = hold();
          held = true;
          LOG.info(
              "took the Leases of leaders; they write for {} s at most", standDown.toSeconds());
          if (pauses(standDown, end)) {
            return "leaders may write for " + standDown.toSeconds() + " s, which is too long";
          }
        }
        // Names of routers in Ingresses are learnt from Routes.
        int left = ingresses();
        if (left == 0) {
          left = routes();
        }
        if (left == 0) {
          leases.forEach(lease -> lease.take(AFTERWARDS));
          return "";
        }
        trouble = left + " objects had entries when they were looked at last";
      } catch (KubernetesClientException e) {
        trouble = sentence(e);
        LOG.warn("tried again until {} s are over: {}", deadline.toSeconds(), trouble);
      }
    } while (!pauses(PAUSE, end));
    return trouble;
  }

  private Duration hold() {
    Duration longest = Duration.ZERO;
    for (LeaseHold lease : leases) {
      Duration standDown = lease.take(deadline.plus(AFTERWARDS));
      longest = standDown.compareTo(longest) > 0 ? standDown : longest;
    }
    return longest;
  }

  private int ingresses() {
    if (ingresses == null && ingressCleanup != null) {
      ingresses = ingressCleanup.get();
    }
    return ingresses == null ? 0 : ingresses.pass();
  }

  private int routes() throws InterruptedException {
    if (routes == null && routeCleanup != null) {
      routes = routeCleanup.get();
    }
    return routes == null ? 0 : routes.pass();
  }

  /** Waits; returns whether the time is over, or this process is told to stop. */
  private boolean pauses(Duration time, long end) throws InterruptedException {
    long left = end - System.nanoTime();
    return time.toNanos() > left || stopping.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void giveBack() {
    for (LeaseHold lease : leases) {
      try {
        lease.giveBack();
      } catch (KubernetesClientException e) {
        LOG.warn("a Lease is not given back and runs out by itself: {}", sentence(e));
      }
    }
  }

  private static String sentence(KubernetesClientException failure) {
    return failure.getStatus() != null && failure.getStatus().getMessage() != null
        ? failure.getStatus().getMessage()
        : String.valueOf(failure.getMessage());
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }

  /** Told to stop, it fails at the next pause. */
  @Override
  public void destroy() {
    stopping.countDown();
  }
}
