package dev.causeway.router.boot;

import dev.causeway.router.sync.SnapshotClient;
import dev.causeway.router.sync.SyncStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Runs the snapshot client, if there is a control plane to follow. Starts before the listeners and
 * stops after them, so that endpoint changes still arrive while connections drain.
 */
public final class SnapshotFollower implements SmartLifecycle {

  private final @Nullable SnapshotClient client;
  private volatile boolean running;

  SnapshotFollower(@Nullable SnapshotClient client) {
    this.client = client;
  }

  /** Returns how far this router follows. */
  public SyncStatus status() {
    return client == null ? SyncStatus.INITIAL : client.status();
  }

  @Override
  public int getPhase() {
    return TrafficLifecycle.PHASE - 128;
  }

  @Override
  public void start() {
    running = true;
    if (client != null) {
      client.start();
    }
  }

  @Override
  public void stop() {
    running = false;
    if (client != null) {
      client.close();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
