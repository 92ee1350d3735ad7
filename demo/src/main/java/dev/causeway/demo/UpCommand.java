package dev.causeway.demo;

import dev.causeway.demo.check.LoopDialers;
import dev.causeway.demo.check.Rehearsal;
import dev.causeway.demo.check.SelfCheck;
import dev.causeway.demo.check.SelfCheckOptions;
import dev.causeway.demo.check.Soak;
import dev.causeway.demo.check.SoakOptions;
import dev.causeway.demo.material.DemoPki;
import dev.causeway.demo.material.ExampleFolder;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.process.ManagedProcess;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Layout;
import dev.causeway.demo.system.Origins;
import dev.causeway.demo.system.Ports;
import dev.causeway.demo.system.Program;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: a control plane, two routers and, for the examples, demo origins. */
@Command(
    name = "up",
    description = "Starts a control plane and two routers, and demo origins for the examples.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final int DOWNLOAD_MB = 100;
  private static final int BRIEF_DOWNLOAD_MB = 20;

  private final Clock clock;

  @Spec CommandSpec spec;

  @Option(
      names = "--manifests",
      paramLabel = "DIR",
      description = "Serve this folder, as it is, instead of the examples; it is watched.")
  @Nullable Path manifests;

  @Option(
      names = "--check",
      description =
          "Change, kill and restart things under load, count what fails, and exit 0 only if nothing"
              + " did.")
  boolean check;

  @Option(
      names = "--soak",
      paramLabel = "SECONDS",
      description =
          "Edit Routes, change endpoints and rotate certificates every second for so long, under"
              + " load of every kind, and exit 0 only if nothing failed, closed or grew.")
  @Nullable Integer soak;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "With --soak: visits per second of each kind of client on each router (default"
              + " ${DEFAULT-VALUE}).")
  int rate;

  @Option(
      names = "--brief",
      description = "With --check: fewer repetitions and a shorter download.")
  boolean brief;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "HTTP port of router 1, router 2 has the next one (default ${DEFAULT-VALUE}).")
  int httpPort;

  @Option(
      names = "--https-port",
      paramLabel = "N",
      defaultValue = "8443",
      description = "HTTPS port of router 1, router 2 has the next one (default ${DEFAULT-VALUE}).")
  int httpsPort;

  @Option(
      names = "--management-port",
      paramLabel = "N",
      defaultValue = "9090",
      description =
          "Management port of the control plane, the routers have the next two (default"
              + " ${DEFAULT-VALUE}).")
  int managementPort;

  @Option(
      names = "--stream-port",
      paramLabel = "N",
      defaultValue = "7443",
      description =
          "Snapshot stream of the control plane, inspection has the next one (default"
              + " ${DEFAULT-VALUE}).")
  int streamPort;

  UpCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (manifests != null && !Files.isDirectory(manifests)) {
      throw new DemoException(manifests + " is not a folder: --manifests takes a folder of YAML.");
    }
    if (manifests != null && isUnattended()) {
      throw new DemoException("--check and --soak change the examples: leave --manifests out.");
    }
    if (soak != null && soak < 1) {
      throw new DemoException("--soak takes a number of seconds from 1 on.");
    }
    if (rate < 1) {
      throw new DemoException("--rate takes a number from 1 on.");
    }
    Path home = Path.of(System.getProperty("causeway.home", "."));
    Ports ports = Ports.from(httpPort, httpsPort, managementPort, streamPort);
    if (soak != null) {
      ports = ports.withOneRouter();
    }
    ports.requireFree();
    Path state = home.resolve(".causeway");
    Layout layout = Layout.create(state, state.resolve("run/" + httpPort));
    DemoPki pki = new DemoPki(clock);
    writeAuthority(layout, pki);
    BiConsumer<String, String> lines = isUnattended() ? (name, line) -> {} : printer(out);
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    Origins origins = Origins.with(group, pki);
    ExampleFolder examples =
        new ExampleFolder(home.resolve("examples"), layout.manifests(), pki, origins);
    Path served = manifests;
    if (served == null) {
      origins.start(ExampleFolder.originsOf(home.resolve("examples")));
      examples.materialise();
      served = layout.manifests();
    }
    Installation installation =
        new Installation(layout, ports, served, pki, Program::command, lines);
    LoopDialers dialers = new LoopDialers(group, pki.authority());
    Rehearsal rehearsal =
        new Rehearsal(
            layout,
            pki,
            served,
            manifests == null ? dialers : null,
            line -> lines.accept("causeway", line));
    Thread stop =
        new Thread(
            () -> {
              rehearsal.close();
              stop(installation, origins, out);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    start(installation, out);
    installation.describeForSnapctl(state.resolve("snapctl.properties"));
    if (check) {
      SelfCheckOptions options =
          brief
              ? new SelfCheckOptions(3, BRIEF_DOWNLOAD_MB, 20)
              : new SelfCheckOptions(10, DOWNLOAD_MB, 20);
      return new SelfCheck(installation, origins, examples, dialers, options, out).run();
    }
    if (soak != null) {
      SoakOptions options = new SoakOptions(soak, Math.clamp(soak / 3, 5, 30), rate);
      return new Soak(installation, origins, examples, dialers, options, out).run();
    }
    new Guide(installation, layout, manifests == null).print(out);
    rehearsal.start();
    ManagedProcess ended = installation.awaitUnaskedEnd();
    throw new DemoException(
        ended.name()
            + " ended with status "
            + ended.exitValue()
            + "; its log is in "
            + layout.logs()
            + ".");
  }

  private boolean isUnattended() {
    return check || soak != null;
  }

  private static void start(Installation installation, PrintWriter out) {
    long begin = System.nanoTime();
    out.println("Starting a control plane and " + installation.routers() + " routers ...");
    out.flush();
    installation.startControlPlane();
    for (int i = 0; i < installation.routers(); i++) {
      installation.startRouter(i);
    }
    installation.awaitControlPlane();
    for (int i = 0; i < installation.routers(); i++) {
      installation.awaitRouter(i);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    out.printf("Ready after %.1f s.%n", took.toMillis() / 1000.0);
    out.flush();
  }

  private static void stop(Installation installation, Origins origins, PrintWriter out) {
    out.println("Stopping ...");
    out.flush();
    installation.close();
    origins.close();
  }

  private static BiConsumer<String, String> printer(PrintWriter out) {
    return (name, line) -> {
      synchronized (out) {
        out.printf("%-13s | %s%n", name, line);
        out.flush();
      }
    };
  }

  private static void writeAuthority(Layout layout, DemoPki pki) {
    try {
      Files.writeString(layout.authority(), pki.authorityPem());
    } catch (IOException e) {
      throw new DemoException(layout.authority() + " cannot be written.", e);
    }
  }
}
