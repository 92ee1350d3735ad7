package dev.causeway.router.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.testkit.Behaviour;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for room at an endpoint, and until when. */
final class ConnectionCapTest {
  private static final long LONG = 60_000;

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final EndpointDirectory directory = new EndpointDirectory();
  private final LiveUpstream upstream = directory.upstream("a");
  private final EndpointPicker picker = picker(upstream);
  private final ConnectionCap cap = new ConnectionCap(1);
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  private static EndpointPicker picker(LiveUpstream upstream) {
    return new EndpointPicker(Balance.ROUND_ROBIN, false, List.of(upstream), List.of(1), null);
  }

  private void endpoints(String... ids) {
    List<Endpoint> endpoints =
        Arrays.stream(ids)
            .map(id -> new Endpoint(id, "10.0.0.1", 8000 + id.hashCode(), AppProtocol.HTTP1))
            .toList();
    directory.apply(List.of(new EndpointSet("default", "a", endpoints)), List.of());
  }

  private LiveEndpoint endpoint(String id) {
    return upstream.endpoints().stream()
        .filter(endpoint -> endpoint.endpoint().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private void acquire(LiveEndpoint wanted, boolean bound, long timeoutMillis) throws Exception {
    acquire(picker, wanted, bound, timeoutMillis);
  }

  private void acquire(
      EndpointPicker picker, LiveEndpoint wanted, boolean bound, long timeoutMillis)
      throws Exception {
    loop.submit(
            () ->
                cap.acquire(
                    picker,
                    wanted,
                    bound,
                    loop,
                    timeoutMillis,
                    new ConnectionCap.Admission() {
                      @Override
                      public void admitted(LiveEndpoint endpoint) {
                        told.add(endpoint.endpoint().id());
                      }

                      @Override
                      public void refused() {
                        told.add("refused");
                      }
                    }))
        .get();
  }

  private String next() throws Exception {
    return told.poll(10, TimeUnit.SECONDS);
  }

  @Test
  @Behaviour({"AN-023", "RO-051"})
  void whoWaitsForAnEndpointThatLeavesGoesToAnother() throws Exception {
    endpoints("x", "y");
    acquire(endpoint("x"), true, LONG);
    acquire(endpoint("x"), true, LONG);
    assertThat(next()).isEqualTo("x");
    assertThat(cap.waiting()).isEqualTo(1);

    endpoints("y");
    assertThat(next()).isEqualTo("y");
    assertThat(cap.waiting()).isZero();
  }

  @Test
  @Behaviour("AN-023")
  void newEndpointsServeThoseWhoWaitAtOnce() throws Exception {
    endpoints("x");
    acquire(endpoint("x"), false, LONG);
    acquire(endpoint("x"), false, LONG);
    acquire(endpoint("x"), true, LONG);
    assertThat(next()).isEqualTo("x");

    endpoints("x", "y");
    assertThat(next()).isEqualTo("y");
    assertThat(cap.waiting()).as("who is bound to x still waits").isEqualTo(1);
    cap.release(endpoint("x"));
    assertThat(next()).isEqualTo("x");
  }

  @Test
  @Behaviour("AN-023")
  void aRaisedLimitServesThoseWhoWaitAtOnce() throws Exception {
    endpoints("x");
    for (int i = 0; i < 4; i++) {
      acquire(endpoint("x"), i % 2 == 0, LONG);
    }
    assertThat(next()).isEqualTo("x");
    assertThat(cap.waiting()).isEqualTo(3);

    cap.update(3);
    assertThat(next()).isEqualTo("x");
    assertThat(next()).isEqualTo("x");
    assertThat(cap.waiting()).isEqualTo(1);
    cap.update(4);
    assertThat(next()).isEqualTo("x");
    assertThat(told).isEmpty();
  }

  /** A plan knows TLS towards its own upstreams only. */
  @Test
  @Behaviour("AN-023")
  void whoWaitsUnderAnOlderVersionOfTheRuleIsGivenEndpointsOfThatVersion() throws Exception {
    endpoints("x");
    acquire(endpoint("x"), false, LONG);
    acquire(endpoint("x"), false, LONG);
    assertThat(next()).isEqualTo("x");

    LiveUpstream newer = directory.upstream("b");
    Endpoint other = new Endpoint("z", "10.0.0.2", 80, AppProtocol.HTTP1);
    directory.apply(List.of(new EndpointSet("default", "b", List.of(other))), List.of());
    cap.update(1);
    assertThat(cap.waiting()).isEqualTo(1);

    acquire(picker(newer), newer.endpoints().getFirst(), false, LONG);
    assertThat(next()).as("whose version has room, is not held up").isEqualTo("z");
    assertThat(cap.waiting()).isEqualTo(1);
    cap.release(endpoint("x"));
    assertThat(next()).isEqualTo("x");
  }

  @Test
  void whoWaitedInVainIsNotAskedAgain() throws Exception {
    endpoints("x");
    acquire(endpoint("x"), false, LONG);
    acquire(endpoint("x"), false, 50);
    assertThat(next()).isEqualTo("x");
    assertThat(next()).isEqualTo("refused");

    endpoints("x", "y");
    await().until(() -> cap.waiting() == 0);
    assertThat(told).isEmpty();
  }
}
