package dev.causeway.router.engine;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An origin that answers with its name and keeps its connections; a request for {@code /hold} is
 * answered once there is a permit, one for {@code /status/N} with that status, an upgrade is
 * accepted. A connection that answered before is closed by {@code /stale}, with a permit of {@link
 * #closing}; another one answers it as {@code /hold}.
 */
final class NamedOrigin implements AutoCloseable {
  final Semaphore permits = new Semaphore(0);
  final Semaphore closing = new Semaphore(0);
  final AtomicInteger open = new AtomicInteger();
  final List<String> targets = new CopyOnWriteArrayList<>();
  private final String name;
  private final Origin origin;

  NamedOrigin(String name) {
    this.name = name;
    this.origin = new Origin().serving(this::play);
  }

  private void play(Wire wire) {
    open.incrementAndGet();
    try {
      for (boolean kept = false; ; kept = true) {
        String target = wire.head().split(" ", 3)[1];
        targets.add(target);
        if (target.equals("/stale") && kept) {
          closing.acquireUninterruptibly();
          return;
        }
        if (target.equals("/hold") || target.equals("/stale")) {
          permits.acquireUninterruptibly();
        }
        if (target.equals("/upgrade")) {
          wire.send("HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n" + name);
          wire.rest();
          return;
        }
        String status = target.startsWith("/status/") ? target.substring(8) : "200";
        wire.send(
            "HTTP/1.1 " + status + " x\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
      }
    } finally {
      open.decrementAndGet();
    }
  }

  Endpoint endpoint() {
    return new Endpoint("pod:" + name, "127.0.0.1", origin.port(), AppProtocol.HTTP1);
  }

  @Override
  public void close() {
    permits.release(1000);
    closing.release(1000);
    origin.close();
  }
}
