package dev.causeway.demo.check;

import dev.causeway.demo.client.Dialer;
import dev.causeway.demo.material.DemoPki;
import dev.causeway.demo.process.DemoException;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Layout;
import dev.causeway.demo.system.Ports;
import dev.causeway.demo.system.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A short life of a second control plane and router beside those that serve, at low priority, of
 * which the JVMs record what later starts of this build load (JEP 514). Done once per build and
 * JDK; it serves nobody, and if it fails, starts stay as slow as they were.
 */
public final class Rehearsal implements AutoCloseable {
  /** Rounds through every example, so that the profiles of requests are recorded too. */
  private static final int ROUNDS = 10;

  /** Writing a cache takes a JVM some seconds, and this one has a low priority. */
  private static final Duration WRITING = Duration.ofMinutes(5);

  private final Layout layout;
  private final DemoPki pki;
  private final Path manifests;
  private final @Nullable Features features;
  private final Consumer<String> says;
  private @Nullable Installation installation;
  private boolean closed;

  /**
   * Prepares a rehearsal.
   *
   * @param layout folder and programs of the run beside which it happens
   * @param manifests folder that is served
   * @param examples dialers for the examples; null where something else is served
   * @param says takes a sentence about the outcome
   */
  public Rehearsal(
      Layout layout,
      DemoPki pki,
      Path manifests,
      @Nullable LoopDialers examples,
      Consumer<String> says) {
    this.layout = layout;
    this.pki = pki;
    this.manifests = manifests;
    this.says = says;
    if (examples == null) {
      this.features = null;
    } else {
      Dialer dialer = examples.next().dialer();
      this.features = new Features(new Probe(dialer), dialer);
    }
  }

  /** Starts the rehearsal in a thread of its own, unless all programs have their caches. */
  public void start() {
    if (programs().stream().anyMatch(Program::lacksRecording)) {
      Thread.ofPlatform().daemon().name("rehearsal").start(this::run);
    }
  }

  private List<Program> programs() {
    return List.of(layout.controlPlane(), layout.router());
  }

  private void run() {
    try {
      perform();
      says.accept(
          programs().stream().map(Program::keepRecording).reduce(true, Boolean::logicalAnd)
              ? "Recorded how this build starts: from now on it starts faster."
              : "How this build starts could not be recorded; see " + layout.run() + "/rehearsal.");
    } catch (DemoException | IOException e) {
      if (!isClosed()) {
        says.accept("How this build starts could not be recorded: " + e.getMessage());
      }
    }
  }

  private void perform() throws IOException {
    Layout own = layout.below("rehearsal");
    // As most starts of a router are: with a last known good snapshot.
    own.adoptLastKnownGood(layout, Installation.routerName(0));
    Installation second =
        new Installation(
            own, Ports.anyFree(1), manifests, pki, Program::recording, (name, line) -> {});
    synchronized (this) {
      if (closed) {
        second.close();
        return;
      }
      installation = second;
    }
    try {
      second.startControlPlane();
      second.startRouter(0);
      second.awaitControlPlane();
      second.awaitRouter(0);
      if (features != null) {
        for (int i = 0; i < ROUNDS; i++) {
          features.all(second.router(0));
        }
      }
    } catch (DemoException e) {
      second.close(Duration.ZERO);
      throw e;
    }
    second.close(WRITING);
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /** Breaks it off. */
  @Override
  public void close() {
    Installation running;
    synchronized (this) {
      closed = true;
      running = installation;
    }
    if (running != null) {
      running.close(Duration.ZERO);
    }
  }
}
