package dev.causeway.router.gateway;

import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the signals of one request on its event loop in the order they were given.
 *
 * <p>A signal that arrives on the loop runs at once, unless an earlier one that arrived on another
 * thread is still queued; then it queues behind it. Signals of one reactive flow are serial, so
 * their order is the order of the calls. Any thread may call it.
 */
final class LoopOrder {

  private final EventLoop loop;
  private final AtomicInteger queued = new AtomicInteger();

  LoopOrder(EventLoop loop) {
    this.loop = loop;
  }

  void run(Runnable signal) {
    if (loop.inEventLoop() && queued.get() == 0) {
      signal.run();
      return;
    }
    queued.incrementAndGet();
    loop.execute(
        () -> {
          queued.decrementAndGet();
          signal.run();
        });
  }
}
