package dev.causeway.router.warmup;

import dev.causeway.router.engine.TrafficMeters;
import dev.causeway.router.engine.TrafficPath;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How far a rehearsal is. Any thread. */
final class Rehearsal {
  private final int requests;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger handshakes = new AtomicInteger();
  private final CountDownLatch done = new CountDownLatch(1);
  private final ChannelGroup channels =
      new DefaultChannelGroup("warm-up", GlobalEventExecutor.INSTANCE, true);
  private volatile boolean stopped;

  Rehearsal(int requests) {
    this.requests = requests;
  }

  /** Keeps a connection that nobody else will close. */
  void keep(Channel channel) {
    channels.add(channel);
  }

  /** Closes what was kept. */
  void close() {
    channels.close().awaitUninterruptibly();
  }

  /** Returns the number of the next request, from 0, or -1 if there is none. */
  int next() {
    int number = stopped ? requests : begun.getAndIncrement();
    return number < requests ? number : -1;
  }

  void answered(boolean asExpected) {
    (asExpected ? answered : failed).incrementAndGet();
    if (answered.get() + failed.get() >= requests) {
      done.countDown();
    }
  }

  void shakenHands() {
    handshakes.incrementAndGet();
  }

  /** A connection could not be used: no further request is begun. */
  void broken(Channel channel) {
    failed.incrementAndGet();
    stop();
    channel.close();
  }

  void stop() {
    stopped = true;
    done.countDown();
  }

  /** Waits until all requests are answered, at most this long. */
  void await(long nanos) throws InterruptedException {
    var _ = done.await(nanos, TimeUnit.NANOSECONDS);
    stop();
  }

  WarmUp.Outcome outcome(TrafficMeters served) {
    return new WarmUp.Outcome(
        answered.get(),
        failed.get(),
        handshakes.get(),
        served.requests(TrafficPath.EXPRESS, 2, null),
        served.requests(TrafficPath.GATEWAY, 2, null));
  }
}
