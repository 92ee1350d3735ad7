package dev.causeway.demo.check;

import dev.causeway.demo.process.Waiting;
import dev.causeway.demo.system.Installation;
import dev.causeway.demo.system.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Visits of every kind on every router, at a fixed rate. */
final class Load implements AutoCloseable {
  private final List<Lane> lanes = new ArrayList<>();

  /**
   * Starts the load on all routers.
   *
   * @param gates one for each router
   * @param patience how long a visit may take
   */
  Load(
      Installation installation,
      LoopDialers dialers,
      Stage stage,
      List<Gate> gates,
      List<Kind> kinds,
      int ratePerLane,
      Duration patience) {
    for (int i = 0; i < installation.routers(); i++) {
      Ports.RouterPorts ports = installation.router(i);
      Gate gate = gates.get(i);
      for (Kind kind : kinds) {
        LoopDialers.OnLoop on = dialers.next();
        Tally tally = new Tally(Installation.routerName(i) + " " + kind.name());
        Losses losses = new Losses(gate, tally, stage);
        Client client = kind.maker().client(on, ports, losses);
        lanes.add(new Lane(on.loop(), client, gate, kind.hosts(), tally, losses, stage, patience));
      }
    }
    lanes.forEach(lane -> lane.start(ratePerLane));
  }

  /** Ends the load and waits for what is under way. */
  void stop() {
    lanes.forEach(Lane::stop);
    Waiting.until(
        "every visit of the load is over or given up", Duration.ofSeconds(60), this::isQuiet);
  }

  /** Returns whether no visit is under way. */
  boolean isQuiet() {
    return lanes.stream().allMatch(Lane::isQuiet);
  }

  /** Returns the counts, router by router. */
  List<Tally> tallies() {
    return lanes.stream().map(Lane::tally).toList();
  }

  @Override
  public void close() {
    lanes.forEach(Lane::stop);
  }
}
