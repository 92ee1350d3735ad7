package dev.causeway.benchmarks.attack;

import dev.causeway.benchmarks.subject.BenchPki;
import dev.causeway.benchmarks.subject.Installation;
import dev.causeway.benchmarks.subject.Processes;
import dev.causeway.benchmarks.subject.Programs;
import dev.causeway.benchmarks.subject.Template;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** {@code ./causeway attack}: a router, a bystander and one attack after the other. */
public final class AttackCommand {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final String HEAP = "256m";
  private static final String ORIGIN_HEAP = "128m";
  private static final long POLL_NANOS = 100_000_000;

  private final PrintStream out;
  private final Programs programs;
  private final Instant date;
  private final Path home;

  /**
   * Creates the command.
   *
   * @param home folder of the project
   * @param date what the results say about when they were measured
   */
  public AttackCommand(PrintStream out, Programs programs, Path home, Instant date) {
    this.out = out;
    this.programs = programs;
    this.home = home;
    this.date = date;
  }

  /**
   * Runs what the arguments ask for.
   *
   * @return 0 if no request of the bystander failed, otherwise 1
   * @throws IllegalArgumentException if an argument is wrong
   */
  public int run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.contains("--help") || arguments.contains("-h")) {
      out.print(AttackOptions.HELP);
      return PASSED;
    }
    AttackOptions options = AttackOptions.parse(arguments);
    List<Attack> attacks = chosen(options);
    boolean profiles = options.tools() && options.wants("tls") && installed(TlsProfiles.PROGRAM);
    Path folder = Files.createTempDirectory("causeway-attack-");
    try (Processes processes = new Processes(folder)) {
      Runtime.getRuntime().addShutdownHook(new Thread(processes::close));
      out.println("attack: starting a control plane, a router and two origins; logs in " + folder);
      if (!Companion.canBeFirst()) {
        out.println(
            "attack: no right to run the bystander before everybody else (chrt --rr); its times"
                + " include its own waiting for a processor");
      }
      Target target = start(processes);
      List<Outcome> outcomes = new ArrayList<>();
      List<TlsProfiles.Verdict> verdicts = List.of();
      try (RouterMeters meters = new RouterMeters(target, programs.javaBinary())) {
        AttackerProcess attacker = AttackerProcess.start(processes, programs, target);
        BystanderProcess bystander =
            BystanderProcess.start(processes, programs, target, options.rate());
        AttackRun run = new AttackRun(bystander, attacker, meters, options, out);
        if (!attacks.isEmpty()) {
          run.warmUp();
        }
        for (Attack attack : attacks) {
          out.println("attack: " + attack.name());
          outcomes.add(run.run(attack));
          Report one = new Report();
          one.outcomes(outcomes.subList(outcomes.size() - 1, outcomes.size()));
          out.print(one.markdown().lines().skip(2).findFirst().orElse("") + System.lineSeparator());
        }
        if (profiles) {
          verdicts =
              TlsProfiles.run(target, folder, text -> activate(processes, meters, text), out);
        }
      }
      report(options, outcomes, verdicts);
      return outcomes.stream().anyMatch(outcome -> outcome.under().failures() > 0)
          ? FAILED
          : PASSED;
    }
  }

  private List<Attack> chosen(AttackOptions options) {
    List<Attack> attacks = new ArrayList<>(Attacks.all());
    if (options.tools()) {
      for (String program : List.of(SlowHttpTest.PROGRAM, TlsProfiles.PROGRAM)) {
        if (!installed(program)) {
          out.println(
              "attack: "
                  + program
                  + " is not installed and left out; on Debian: apt-get install slowhttptest"
                  + " testssl.sh");
        }
      }
      if (installed(SlowHttpTest.PROGRAM)) {
        attacks.addAll(SlowHttpTest.all());
      }
    }
    for (String name : options.only()) {
      if (!name.equals("tls") && attacks.stream().noneMatch(each -> each.name().equals(name))) {
        throw new IllegalArgumentException(
            "no attack "
                + name
                + "; there are tls, "
                + String.join(", ", attacks.stream().map(Attack::name).toList()));
      }
    }
    return attacks.stream().filter(attack -> options.wants(attack.name())).toList();
  }

  private static boolean installed(String program) {
    return Programs.missing(List.of(program)).isEmpty();
  }

  private Target start(Processes processes) throws IOException {
    BenchPki pki = BenchPki.create();
    X509Bundle served = pki.issue(Target.BYSTANDER);
    int originPort = origin(processes, "origin", Companion::first);
    int attackedPort = origin(processes, "attacked", Companion::idle);
    processes.write(
        "manifests/attack.yaml",
        Template.fill(
            "attack.yaml",
            Map.of(
                "ORIGIN_PORT", Integer.toString(originPort),
                "ATTACKED_PORT", Integer.toString(attackedPort),
                "CERTIFICATE", Template.indent(served.getCertificatePathPEM(), 6),
                "KEY", Template.indent(served.getPrivateKeyPEM(), 6))));
    Installation.Router router =
        Installation.start(processes, programs, pki).router("express", "on", HEAP);
    return new Target(router.pid(), router.httpPort(), router.httpsPort(), router.managementPort());
  }

  private int origin(Processes processes, String name, UnaryOperator<List<String>> priority)
      throws IOException {
    int port = Processes.freePort();
    List<String> command =
        Companion.command(programs, ORIGIN_HEAP, Origin.class, Integer.toString(port));
    Process origin = processes.start(name, priority.apply(command));
    processes.awaitPort(name, origin, port);
    return port;
  }

  /** Writes an IngressController with a profile and waits until the router has taken it. */
  private static void activate(Processes processes, RouterMeters meters, String profile)
      throws IOException, InterruptedException {
    long before = meters.commits();
    processes.write(
        "manifests/controller.yaml", Template.fill("controller.yaml", Map.of("PROFILE", profile)));
    while (meters.commits() == before) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void report(
      AttackOptions options, List<Outcome> outcomes, List<TlsProfiles.Verdict> verdicts)
      throws IOException {
    Report report = new Report();
    report.text(
        "Measured on %s with JDK %s on %s %s, %d processors; router with a heap of %s."
            .formatted(
                date.truncatedTo(ChronoUnit.MINUTES),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.getRuntime().availableProcessors(),
                HEAP));
    report.text(
        "Each attack lasted %d times %d s, after as long without it; the bystander sent %d requests a second."
            .formatted(options.turns(), options.seconds(), options.rate()));
    report.outcomes(outcomes);
    report.profiles(verdicts);
    out.println();
    out.print(report.markdown());
    if (options.write()) {
      Path page = home.resolve("docs/security.md");
      report.writeInto(page);
      out.println("attack: wrote the results into " + page);
    }
  }
}
