package dev.causeway.router.http1;

import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.OutboundProgress;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.function.ObjLongConsumer;

/** Has one connection examined at every scan of its event loop. */
final class Http1Watch {
  private final DeadlineScan scan;
  private final DeadlineScan.Entry entry;

  /**
   * Begins to watch.
   *
   * @param limit how long the client may take nothing although there is something
   * @param check told what waits for the client, and the time of the scan in nanoseconds
   */
  Http1Watch(
      DeadlineScan scan, Channel channel, Duration limit, ObjLongConsumer<OutboundProgress> check) {
    this.scan = scan;
    OutboundProgress outbound = new OutboundProgress(channel, limit, scan.now());
    this.entry = scan.register(now -> check.accept(outbound, now));
  }

  long now() {
    return scan.now();
  }

  void end() {
    scan.remove(entry);
  }
}
