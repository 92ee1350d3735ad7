package dev.causeway.demo;

import dev.causeway.demo.material.DemoPki;
import dev.causeway.demo.material.ExampleFolder;
import dev.causeway.demo.process.DemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code prepare}: what containers of a demonstration need before they start. */
@Command(
    name = "prepare",
    description = {
      "Writes certificates for the stream and for the origins, and the filled in examples.",
      "Does nothing where that was done in the last three weeks."
    },
    mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
  // Certificates live thirty days.
  private static final Duration FRESH = Duration.ofDays(21);

  private final Clock clock;

  @Spec CommandSpec spec;
  @Mixin ContainerOptions options;

  @Option(
      names = "--origin-address",
      paramLabel = "ADDRESS",
      required = true,
      description = "Address the origins will have.")
  String originAddress;

  @Option(
      names = "--control-plane-host",
      paramLabel = "NAME",
      defaultValue = "control-plane",
      description = "Name routers reach the control plane by (default ${DEFAULT-VALUE}).")
  String controlPlaneHost;

  PrepareCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    // The file that is written last.
    Path done = options.originIdentity().key();
    if (isFresh(done)) {
      out.println("Prepared already: remove " + done + " to start afresh.");
      return 0;
    }
    DemoPki pki = new DemoPki(clock);
    for (var identity :
        new DemoPki.Identity[] {
          options.controlPlane(), options.router(), options.originIdentity()
        }) {
      makeFolder(identity.key());
    }
    new ExampleFolder(
            options.examples,
            options.state.resolve("manifests"),
            pki,
            options.places(originAddress))
        .materialise();
    pki.write(pki.peer("control-plane.causeway", controlPlaneHost), options.controlPlane());
    pki.write(pki.peer("router.default.causeway", "localhost"), options.router());
    pki.write(pki.origins(), options.originIdentity());
    out.println("Prepared " + options.state + " for origins at " + originAddress + ".");
    return 0;
  }

  private boolean isFresh(Path file) {
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return Duration.between(written, clock.instant()).compareTo(FRESH) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static void makeFolder(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DemoException(folder + " cannot be made: " + e.getMessage() + ".", e);
    }
  }
}
