package dev.causeway.benchmarks.scale;

import dev.causeway.benchmarks.load.CpuTime;
import dev.causeway.benchmarks.subject.BenchPki;
import dev.causeway.benchmarks.subject.Installation;
import dev.causeway.benchmarks.subject.ProcessMeters;
import dev.causeway.benchmarks.subject.Processes;
import dev.causeway.benchmarks.subject.Programs;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code ./causeway bench scale}: a control plane that reads many Routes and Services, a router
 * that follows it, and one change after the other.
 */
public final class ScaleCommand {
  private static final String HEAP = "512m";
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long CHANGE_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final double MEGABYTE = 1024.0 * 1024;

  private final PrintStream out;
  private final Programs programs;
  private final Path home;

  /**
   * Creates the command.
   *
   * @param home folder of this project
   */
  public ScaleCommand(PrintStream out, Programs programs, Path home) {
    this.out = out;
    this.programs = programs;
    this.home = home;
  }

  /**
   * What a control plane did for one change.
   *
   * @param roundMillis time from taking the change to having published it
   * @param cpuMillis processor time of the process, reading the change included
   * @param servedMillis time from writing the change to the router having taken it
   * @param resources resources sent
   * @param endpointSets endpoint sets sent
   */
  private record Change(
      double roundMillis,
      double cpuMillis,
      double servedMillis,
      double resources,
      double endpointSets) {}

  /** A change that is made and taken back. */
  private interface Edit {
    void make(boolean other) throws IOException;
  }

  /**
   * Runs what the arguments ask for.
   *
   * @throws IllegalArgumentException if an argument is wrong
   */
  public void run(List<String> arguments) throws IOException, InterruptedException {
    ScaleOptions options = ScaleOptions.parse(arguments);
    Path work = Files.createTempDirectory("causeway-scale-");
    try (Place place = place(options, work);
        Processes processes = new Processes(work)) {
      Runtime.getRuntime().addShutdownHook(new Thread(processes::close));
      Estate estate = new Estate(place, options.routes(), options.services());
      estate.write();
      out.printf(
          Locale.ROOT,
          "scale: %d Routes, %d Services with 3 endpoints each in %s; logs in %s%n",
          options.routes(),
          estate.services(),
          place.name(),
          work);
      BenchPki pki = BenchPki.create();
      Programs installed = programs.unpacked(work.resolve("programs"));
      long start = System.nanoTime();
      Installation installation =
          Installation.start(processes, installed, pki, place.source(), HEAP);
      row("start of the control plane to its first publication", seconds(start), "s");
      Installation.ControlPlane process = installation.controlPlane();
      double spent = CpuTime.micros(List.of(process.pid())) / 1e6;
      row("processor time of the control plane until then", spent, "s");
      try (ProcessMeters plane =
          new ProcessMeters(process.pid(), process.managementPort(), programs.javaBinary())) {
        row("Routes admitted", plane.sum("causeway_routes_admitted"), "");
        long routerStart = System.nanoTime();
        Installation.Router router = installation.router("scale", "on", HEAP);
        row("start of a router to its readiness", seconds(routerStart), "s");
        memory("control plane", plane);
        try (ProcessMeters follower =
            new ProcessMeters(router.pid(), router.managementPort(), programs.javaBinary())) {
          memory("router", follower);
          measured(
              "Route",
              changes(options, plane, follower, "causeway_snapshot_commits", estate::changeRoute));
          measured(
              "endpoint",
              changes(
                  options, plane, follower, "causeway_endpoint_updates", estate::changeEndpoint));
        }
      }
    } catch (KubernetesClientException e) {
      throw new IOException("the cluster does not take part: " + e.getMessage(), e);
    }
  }

  private Place place(ScaleOptions options, Path work) {
    Path kubeconfig = options.kubeconfig();
    return kubeconfig == null
        ? new FolderPlace(work.resolve("manifests"))
        : new ClusterPlace(kubeconfig, home);
  }

  private static Change[] changes(
      ScaleOptions options, ProcessMeters plane, ProcessMeters router, String meter, Edit edit)
      throws IOException, InterruptedException {
    Change[] changes = new Change[options.changes()];
    boolean other = false;
    for (int i = 0; i < changes.length; i++) {
      other = !other;
      changes[i] = change(plane, router, meter, edit, other);
    }
    return changes;
  }

  private static Change change(
      ProcessMeters plane, ProcessMeters router, String meter, Edit edit, boolean other)
      throws IOException, InterruptedException {
    double taken = router.sum(meter);
    List<String> before = plane.scrape();
    long cpu = CpuTime.micros(List.of(plane.pid()));
    long start = System.nanoTime();
    edit.make(other);
    while (router.sum(meter) == taken) {
      if (System.nanoTime() - start > CHANGE_LIMIT_NANOS) {
        throw new IOException("a change did not reach the router within a minute");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    double served = seconds(start) * 1000;
    double spent = (CpuTime.micros(List.of(plane.pid())) - cpu) / 1000.0;
    List<String> after = plane.scrape();
    return new Change(
        increase(before, after, "causeway_pipeline_round_seconds_sum") * 1000,
        spent,
        served,
        increase(before, after, "causeway_stream_resources_total"),
        increase(before, after, "causeway_stream_endpoint_sets_total"));
  }

  private static double increase(List<String> before, List<String> after, String meter) {
    return ProcessMeters.sum(after, meter) - ProcessMeters.sum(before, meter);
  }

  private void measured(String what, Change[] changes) {
    row(
        "one changed " + what + ", taken to published, median",
        median(Arrays.stream(changes).mapToDouble(Change::roundMillis).toArray()),
        "ms");
    row(
        // The kernel counts in steps of 10 ms, which the mean does not show.
        "one changed " + what + ", processor time of the process, mean",
        Arrays.stream(changes).mapToDouble(Change::cpuMillis).average().orElse(0),
        "ms");
    row(
        "one changed " + what + ", written to router served, median",
        median(Arrays.stream(changes).mapToDouble(Change::servedMillis).toArray()),
        "ms");
    row(
        "one changed " + what + ", resources sent, most",
        Arrays.stream(changes).mapToDouble(Change::resources).max().orElse(0),
        "");
    row(
        "one changed " + what + ", endpoint sets sent, most",
        Arrays.stream(changes).mapToDouble(Change::endpointSets).max().orElse(0),
        "");
  }

  private void memory(String whose, ProcessMeters meters) throws IOException, InterruptedException {
    meters.collectGarbage();
    double heap = 0;
    for (String line : meters.scrape()) {
      if (line.startsWith("jvm_memory_used_bytes") && line.contains("area=\"heap\"")) {
        heap += ProcessMeters.value(line);
      }
    }
    row("heap of the " + whose + " after a collection", heap / MEGABYTE, "MB");
    row("memory of the " + whose + ", RSS", meters.rss() / MEGABYTE, "MB");
  }

  private void row(String what, double value, String unit) {
    out.printf(Locale.ROOT, "| %s | %.1f %s |%n", what, value, unit);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
