package dev.causeway.controlplane.activation;

import dev.causeway.controlplane.stream.HeldWatch;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks the routers that are connected to this process, for where no other process serves any. */
public final class LocalSurvey implements RouterSurvey {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HeldWatch watch;

  private LocalSurvey(SnapshotShelf shelf, Listener listener) {
    this.watch =
        shelf.watchHeld(
            threads,
            new HeldWatch.Listener() {
              @Override
              public void held(long token, int routers) {
                listener.held(token, routers);
              }

              @Override
              public void notHeld(long token) {
                listener.held(token, 0);
              }
            });
  }

  /** Returns what surveys the routers of {@code shelf}. */
  public static Source source(SnapshotShelf shelf) {
    return listener -> new LocalSurvey(shelf, listener);
  }

  @Override
  public void ask(long token, String shard, Map<ResourceKey, ContentHash> versions) {
    watch.await(token, shard, versions);
  }

  @Override
  public void withdraw(long token) {
    watch.withdraw(token);
  }

  @Override
  public void close() {
    watch.close();
    threads.shutdown();
  }
}
