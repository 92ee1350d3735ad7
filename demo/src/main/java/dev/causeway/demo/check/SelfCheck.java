package dev.causeway.demo.check;

import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.inspect.Inspector.Version;
import dev.causeway.demo.material.ExampleFolder;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.process.ManagedProcess;
import dev.causeway.demo.process.Waiting;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Origins;
import dev.causeway.demo.system.Ports.RouterPorts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Changes routes, endpoints and certificates, kills and restarts processes, all under load, and
 * counts what fails.
 */
public final class SelfCheck {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration DRAIN = Duration.ofSeconds(75);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int RESTARTED = 1;

  private final Installation installation;
  private final SelfCheckOptions options;
  private final LoopDialers dialers;
  private final Dialer dialer;
  private final Stage stage = new Stage();
  private final Features features;
  private final Changes changes;
  private final Report report;
  private Version version = new Version("", "");
  private boolean goOn = true;

  /** Takes a running installation that serves the examples. */
  public SelfCheck(
      Installation installation,
      Origins origins,
      ExampleFolder examples,
      LoopDialers dialers,
      SelfCheckOptions options,
      PrintWriter out) {
    this.installation = installation;
    this.options = options;
    this.dialers = dialers;
    this.dialer = dialers.next().dialer();
    Probe probe = new Probe(dialer);
    this.features = new Features(probe, dialer);
    this.changes = new Changes(installation, origins, examples, probe, features);
    this.report = new Report(out);
  }

  /** Runs everything; returns 0 if nothing failed and 1 otherwise. */
  public int run() {
    report.heading("Every example on every router");
    report.columns();
    version();
    features
        .checks()
        .forEach((name, check) -> step(name, 1, () -> timed(() -> forEachRouter(check::accept))));
    if (!goOn) {
      return report.verdict();
    }
    report.heading("Changes and failures under load");
    report.note(
        "Load opens nothing to a router whose readiness is down. Times: file written until both"
            + " routers acknowledged");
    report.note("the new snapshot id; then a request on each router must show the change.");
    report.note(
        "A request fails by a wrong status, a reset, or no answer within 10 s; none is repeated.");
    report.columns();
    try (Gates gates = new Gates(installation);
        Load load =
            new Load(
                installation,
                dialers,
                stage,
                gates.all(),
                Kind.ofExamples(),
                options.ratePerLane(),
                PATIENCE)) {
      LongLived longLived =
          new LongLived(installation, dialer, options.downloadMegabytes() * 1_000_000L);
      steps(gates, longLived);
      stage.enter("end");
      load.stop();
      report.heading("Long-lived connections");
      report.note(
          "Those on router-2 end in its restart: its client closes the WebSocket when readiness goes"
              + " down,");
      report.note("and the drain lets the download finish.");
      longLived.results(installation).forEach(report::step);
      report.load(load.tallies());
    }
    return report.verdict();
  }

  private void steps(Gates gates, LongLived longLived) {
    int times = options.repetitions();
    step("route points at another Service", times, changes::editRoute);
    step("endpoint moves to another port", times, changes::moveOrigin);
    step(
        "certificate rotated, new handshakes see the new serial",
        times,
        changes::rotateCertificate);
    step("control plane killed (SIGKILL), everything still served", 1, this::killControlPlane);
    step("control plane back: both routers on the same id as before", 1, this::resume);
    step("control plane killed again", 1, this::killControlPlane);
    step(
        "router-2 stopped (SIGTERM): not ready, then drained",
        1,
        () -> stopRouter(gates, longLived));
    step(
        "router-2 started without control plane: ready from last known good", 1, this::startRouter);
    step("control plane back: both routers on the same id as before", 1, this::resume);
    step("route points at another Service, after all that", times, changes::editRoute);
    step(
        "every example on every router, after all that",
        1,
        () ->
            timed(
                () -> {
                  changes.restoreRoute();
                  forEachRouter(features::all);
                }));
  }

  private void step(String name, int times, LongSupplier action) {
    if (!goOn) {
      return;
    }
    stage.enter(name);
    Durations durations = new Durations();
    String problem = "";
    try {
      for (int i = 0; i < times; i++) {
        durations.add(action.getAsLong());
      }
    } catch (DemoException e) {
      problem = String.valueOf(e.getMessage());
      // What follows builds on this step.
      goOn = false;
    }
    report.step(
        new StepResult(name, times, durations.percentile(50), durations.percentile(100), problem));
  }

  private static long timed(Runnable action) {
    long start = System.nanoTime();
    action.run();
    return System.nanoTime() - start;
  }

  private interface RouterAction {
    void on(RouterPorts router);
  }

  private void forEachRouter(RouterAction action) {
    for (int i = 0; i < installation.routers(); i++) {
      action.on(installation.router(i));
    }
  }

  private void version() {
    version =
        installation
            .inspector()
            .version()
            .orElseThrow(() -> new DemoException("the control plane does not answer."));
  }

  private long killControlPlane() {
    version();
    long took = timed(() -> installation.controlPlane().kill());
    forEachRouter(features::servesWithoutControlPlane);
    return took;
  }

  private long resume() {
    return timed(
        () -> {
          installation.startControlPlane();
          installation.awaitControlPlane();
          Waiting.until(
              "both routers are connected and serve the id of before",
              LIMIT,
              () -> installation.inspector().isEffective(version.id(), installation.routers()));
        });
  }

  private long stopRouter(Gates gates, LongLived longLived) {
    longLived.keepDownloading(RESTARTED, installation.router(RESTARTED));
    ManagedProcess router = installation.routerProcess(RESTARTED);
    return timed(
        () -> {
          router.terminate();
          Waiting.until("readiness of router-2 goes down", LIMIT, () -> !gates.isOpen(RESTARTED));
          longLived.finishSocket(RESTARTED);
          if (!router.awaitExit(DRAIN)) {
            router.kill();
            throw new DemoException(
                "router-2 did not end within " + DRAIN.toSeconds() + " s of SIGTERM.");
          }
        });
  }

  private long startRouter() {
    return timed(
        () -> {
          installation.startRouter(RESTARTED);
          installation.awaitRouter(RESTARTED);
          features.servesWithoutControlPlane(installation.router(RESTARTED));
        });
  }
}
