package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.leader.LeaderElection;
import org.springframework.context.SmartLifecycle;

/** Contends while the process runs; the client is closed after this has stopped. */
final class ElectionLifecycle implements SmartLifecycle {
  private final LeaderElection election;
  private volatile boolean running;

  ElectionLifecycle(LeaderElection election) {
    this.election = election;
  }

  @Override
  public void start() {
    election.start();
    running = true;
  }

  @Override
  public void stop() {
    election.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
