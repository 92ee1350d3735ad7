package dev.causeway.demo.check;

import dev.causeway.demo.check.Site.Place;
import dev.causeway.demo.check.Vitals.Vital;
import dev.causeway.demo.client.Wire;
import dev.causeway.demo.inspect.Inspector.Version;
import dev.causeway.demo.material.ExampleFolder;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.process.Waiting;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Origins;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Edits Routes, changes endpoints and rotates certificates every second under clients of every
 * kind, and counts what fails, what is closed and what grows.
 */
public final class Soak {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /** Long: a machine that is slow is no failure, an answer that never comes is one. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Turns after which no endpoint is left that served the load. */
  private static final int SETTLING = 6;

  private final Installation installation;
  private final Origins origins;
  private final ExampleFolder folder;
  private final LoopDialers dialers;
  private final SoakOptions options;
  private final Probe probe;
  private final Report report;
  private final Stage stage = new Stage();

  /** Nothing of a router's readiness stops this load. */
  private final List<Gate> gates = new ArrayList<>();

  private final Durations endpoints = new Durations();
  private final Durations routes = new Durations();
  private final Durations certificates = new Durations();
  private int turn;

  /** Takes a running installation. */
  public Soak(
      Installation installation,
      Origins origins,
      ExampleFolder folder,
      LoopDialers dialers,
      SoakOptions options,
      PrintWriter out) {
    this.installation = installation;
    this.origins = origins;
    this.folder = folder;
    this.dialers = dialers;
    this.options = options;
    this.probe = new Probe(dialers.next().dialer());
    this.report = new Report(out);
    for (int i = 0; i < installation.routers(); i++) {
      gates.add(new Gate());
    }
  }

  /** Runs everything; returns 0 if nothing failed and 1 otherwise. */
  public int run() {
    report.heading(
        "Every second for "
            + options.seconds()
            + " s: all Routes edited, endpoints of all Services added, drained and removed, all"
            + " certificates rotated");
    Version before = version();
    try (Site site = new Site(folder, origins)) {
      acknowledged(before);
      Standing standing =
          new Standing(installation, dialers, options.warmUpSeconds() + options.seconds());
      try (Load load =
          new Load(
              installation,
              dialers,
              stage,
              gates,
              Site.clients(),
              options.ratePerLane(),
              PATIENCE)) {
        report.note(
            "Warm-up of " + options.warmUpSeconds() + " s, then the count of memory begins.");
        report.columns();
        under(site, standing, load);
      }
    }
    return report.verdict();
  }

  private void under(Site site, Standing standing, Load load) {
    String problem = "";
    List<Vitals> first = List.of();
    List<Vitals> last = List.of();
    try {
      turns(site, standing, options.warmUpSeconds());
      first = settled(site, standing, load);
      turns(site, standing, options.seconds());
      last = settled(site, standing, load);
    } catch (DemoException e) {
      problem = String.valueOf(e.getMessage());
    }
    report.step(step("endpoints of every Service added, drained, removed", endpoints, problem));
    report.step(step("every Route edited", routes, ""));
    report.step(step("every certificate rotated, new handshakes see it", certificates, ""));
    stage.enter("end");
    load.stop();
    report.heading("Exchanges that lasted from the beginning to the end, with what came back");
    standing.finish().forEach(report::step);
    report.heading("Origins of removed endpoints");
    report.step(drained(site));
    report.heading("What the processes hold after a collection, before and after");
    for (int i = 0; i < Math.min(first.size(), last.size()); i++) {
      for (Vital vital : Vital.values()) {
        report.step(
            new StepResult(
                vital.describe(first.get(i), last.get(i)),
                1,
                0,
                0,
                vital.isFlat(first.get(i), last.get(i)) ? "" : "it grew"));
      }
    }
    report.load(load.tallies());
  }

  /**
   * Measures without the load, since the number of its connections is a matter of how fast the
   * machine is. What is held for endpoints that are gone has gone too by then.
   */
  private List<Vitals> settled(Site site, Standing standing, Load load) {
    gates.forEach(gate -> gate.set(false));
    Waiting.until("every visit under way is over", PATIENCE.multipliedBy(2), load::isQuiet);
    turns(site, standing, SETTLING);
    List<Vitals> vitals = vitals();
    gates.forEach(gate -> gate.set(true));
    return vitals;
  }

  private static StepResult step(String name, Durations durations, String problem) {
    return new StepResult(
        name, durations.count(), durations.percentile(50), durations.percentile(100), problem);
  }

  private void turns(Site site, Standing standing, int count) {
    for (int i = 0; i < count; i++) {
      long begin = System.nanoTime();
      turn++;
      endpoints.add(changeEndpoints(site));
      routes.add(changed("Routes edited", site::editRoutes));
      rotate(site);
      standing.requireAll();
      site.fleets().forEach(Fleet::requireNoneLate);
      site.fleets().forEach(Fleet::closeDrained);
      Waiting.until(
          "the second is over",
          PERIOD.multipliedBy(2),
          () -> System.nanoTime() - begin >= PERIOD.toNanos());
    }
  }

  private long changeEndpoints(Site site) {
    stage.enter("turn " + turn + ", endpoints changed");
    Version before = version();
    long start = System.nanoTime();
    site.turnEndpoints();
    Waiting.until(
        "the control plane publishes the endpoint change",
        LIMIT,
        () -> !version().endpointsRoot().equals(before.endpointsRoot()));
    String root = version().endpointsRoot();
    Waiting.until(
        "the router serves the endpoint change", LIMIT, () -> installation.servesEndpoints(root));
    site.fleets().forEach(Fleet::known);
    return System.nanoTime() - start;
  }

  private void rotate(Site site) {
    site.issueCertificates();
    certificates.add(changed("certificates rotated", site::rotateCertificates));
    Place[] places = Place.values();
    Place place = places[turn % places.length];
    if (!place.ownsCertificate()) {
      return;
    }
    BigInteger fresh = folder.certificate(place.host()).getCertificate().getSerialNumber();
    for (int i = 0; i < installation.routers(); i++) {
      BigInteger seen =
          Objects.requireNonNull(
                  probe.get(installation.router(i), Wire.HTTP2, place.host(), "/probe").peer())
              .getSerialNumber();
      if (!seen.equals(fresh)) {
        throw new DemoException(
            "after the router acknowledged, a new handshake for "
                + place.host()
                + " saw a certificate of before.");
      }
    }
  }

  private long changed(String what, Runnable change) {
    stage.enter("turn " + turn + ", " + what);
    Version before = version();
    long start = System.nanoTime();
    change.run();
    acknowledged(before);
    return System.nanoTime() - start;
  }

  private void acknowledged(Version before) {
    Waiting.until(
        "the control plane publishes the change", LIMIT, () -> !version().id().equals(before.id()));
    String id = version().id();
    if (!installation.inspector().awaitEffective(id, installation.routers(), LIMIT)) {
      throw new DemoException("the router did not serve snapshot " + id.substring(0, 12) + ".");
    }
  }

  private Version version() {
    return installation
        .inspector()
        .version()
        .orElseThrow(() -> new DemoException("the control plane does not answer."));
  }

  private static StepResult drained(Site site) {
    String problem = "";
    try {
      Waiting.until(
          "nobody keeps an idle connection to an endpoint that is gone",
          LIMIT,
          () -> {
            site.fleets().forEach(Fleet::closeDrained);
            return site.fleets().stream().allMatch(fleet -> fleet.leftovers().isEmpty());
          });
      site.fleets().forEach(Fleet::requireNoneLate);
    } catch (DemoException e) {
      problem =
          e.getMessage()
              + " "
              + site.fleets().stream().flatMap(fleet -> fleet.leftovers().stream()).toList();
    }
    int times = site.fleets().stream().mapToInt(Fleet::drained).sum();
    return new StepResult(
        "no new request after the commit, all connections gone", times, 0, 0, problem);
  }

  private List<Vitals> vitals() {
    List<Vitals> all = new ArrayList<>();
    all.add(
        Vitals.of(
            installation.controlPlane(),
            installation.ports().management(),
            installation.readiness()));
    for (int i = 0; i < installation.routers(); i++) {
      all.add(
          Vitals.of(
              installation.routerProcess(i),
              installation.router(i).management(),
              installation.readiness()));
    }
    return all;
  }
}
