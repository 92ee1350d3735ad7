package dev.causeway.demo.check;

import dev.causeway.demo.client.Wire;
import dev.causeway.demo.process.Waiting;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Requests of every kind on every router, at a fixed rate. */
final class Load implements AutoCloseable {
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Gate> gates = new ArrayList<>();
  private final ScheduledExecutorService watcher =
      Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());

  /** Starts the load on all routers. */
  Load(Installation installation, LoopDialers dialers, Stage stage, int ratePerLane) {
    for (int i = 0; i < installation.routers(); i++) {
      Ports.RouterPorts ports = installation.router(i);
      String router = Installation.routerName(i);
      Gate gate = Gate.watching(watcher, installation.readiness(), ports.management());
      gates.add(gate);
      for (Kind kind : Kind.values()) {
        LoopDialers.OnLoop on = dialers.next();
        int port = kind.wire.tls() ? ports.https() : ports.http();
        Tally tally = new Tally(router + " " + kind.wire.label() + " " + kind.what);
        lanes.add(
            new Lane(
                on.loop(),
                on.dialer(),
                gate,
                port,
                kind.wire,
                List.of(kind.hosts.split(" ")),
                tally,
                stage));
      }
    }
    lanes.forEach(lane -> lane.start(ratePerLane));
  }

  /** Kinds of clients; hosts are separated by spaces. */
  private enum Kind {
    PLAIN(
        Wire.HTTP1,
        "plain",
        "hello.apps.localhost status.apps.localhost acme.tenants.apps.localhost"
            + " colours.apps.localhost"),
    GATEWAY(Wire.HTTP1, "with a filter", "filtered.apps.localhost"),
    PASSTHROUGH(Wire.HTTPS1, "passthrough", "vault.apps.localhost"),
    REENCRYPT(Wire.HTTPS1, "reencrypt", "bank.apps.localhost"),
    EDGE(Wire.HTTP2, "edge", "shop.apps.localhost");

    private final Wire wire;
    private final String what;
    private final String hosts;

    Kind(Wire wire, String what, String hosts) {
      this.wire = wire;
      this.what = what;
      this.hosts = hosts;
    }
  }

  /** Returns whether a router is sent requests now. */
  boolean isOpen(int router) {
    return gates.get(router).isOpen();
  }

  /** Ends the load and waits for what is under way. */
  void stop() {
    lanes.forEach(Lane::stop);
    Waiting.until(
        "every request of the load is answered or given up",
        Duration.ofSeconds(30),
        () -> lanes.stream().allMatch(Lane::isQuiet));
  }

  /** Returns the counts, router by router. */
  List<Tally> tallies() {
    return lanes.stream().map(Lane::tally).toList();
  }

  @Override
  public void close() {
    lanes.forEach(Lane::stop);
    watcher.shutdownNow();
  }
}
