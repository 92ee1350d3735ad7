package dev.causeway.demo.check;

import dev.causeway.demo.system.Installation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** The gates of all routers, watched. */
final class Gates implements AutoCloseable {
  private final List<Gate> gates = new ArrayList<>();
  private final ScheduledExecutorService watcher =
      Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());

  Gates(Installation installation) {
    for (int i = 0; i < installation.routers(); i++) {
      gates.add(
          Gate.watching(watcher, installation.readiness(), installation.router(i).management()));
    }
  }

  List<Gate> all() {
    return List.copyOf(gates);
  }

  /** Returns whether a router is sent requests now. */
  boolean isOpen(int router) {
    return gates.get(router).isOpen();
  }

  @Override
  public void close() {
    watcher.shutdownNow();
  }
}
