package dev.causeway.router.transport;

import io.netty.channel.Channel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Stops accepting while there are as many client connections as there may be (RO-012), or no memory
 * for more: further ones wait in the backlog of the kernel. What one wake-up of a listener has
 * accepted already still comes in, a few per listener.
 */
final class ConnectionLimit {
  private final AtomicInteger open = new AtomicInteger();
  private final IntSupplier most;
  private final List<Channel> listeners;
  private final BooleanSupplier full;

  /**
   * Creates a limit.
   *
   * @param most how many connections there may be; asked at every connection
   * @param listeners the listeners; may change
   * @param full whether there is no room for other reasons; {@link #adjust} is told of changes
   */
  ConnectionLimit(IntSupplier most, List<Channel> listeners, BooleanSupplier full) {
    this.most = most;
    this.listeners = listeners;
    this.full = full;
  }

  /** Counts a connection until it closes. */
  void accepted(Channel channel) {
    open.incrementAndGet();
    adjust();
    channel
        .closeFuture()
        .addListener(
            closed -> {
              open.decrementAndGet();
              adjust();
            });
  }

  /** Whoever comes last looks again, so that no listener stays in a state that is out of date. */
  void adjust() {
    boolean accepting;
    do {
      accepting = hasRoom();
      for (Channel listener : listeners) {
        if (listener.config().isAutoRead() != accepting) {
          listener.config().setAutoRead(accepting);
        }
      }
    } while (accepting != hasRoom());
  }

  private boolean hasRoom() {
    return open.get() < most.getAsInt() && !full.getAsBoolean();
  }
}
