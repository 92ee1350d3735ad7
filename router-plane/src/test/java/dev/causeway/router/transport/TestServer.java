package dev.causeway.router.transport;

import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.Refusal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A traffic server on free loopback ports with a {@link TestHandler} behind it. */
final class TestServer implements AutoCloseable {
  final TestHandler handler = new TestHandler();
  final BlockingQueue<Refusal> refusals = new LinkedBlockingQueue<>();
  volatile ClientTimeouts timeouts = ClientTimeouts.DEFAULTS;
  final TrafficServer server;

  TestServer() {
    server =
        new TrafficServer(
            new TrafficOptions(IoTransport.best(), 1, 128), handler, () -> timeouts, refusals::add);
    server.start(List.of(new BindSpec(BindSpec.Kind.HTTP, "127.0.0.1", 0)));
  }

  InetSocketAddress http() {
    return server.addresses().getFirst();
  }

  RawClient client() {
    return RawClient.connect(http());
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  static <T> T next(BlockingQueue<T> queue) {
    try {
      T value = queue.poll(10, TimeUnit.SECONDS);
      if (value == null) {
        throw new AssertionError("nothing happened within 10 s");
      }
      return value;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
