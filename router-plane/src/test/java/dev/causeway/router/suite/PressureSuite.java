package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.causeway.router.balance.ConnectionCap;
import dev.causeway.router.config.ConfigHolder;
import dev.causeway.router.config.RoutePlan;
import dev.causeway.router.suite.TestClient.Call;
import dev.causeway.router.suite.TestClient.Stream;
import dev.causeway.routing.match.Match;
import dev.causeway.routing.match.SniMatch;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Balancing;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What happens when endpoints have no room, and when clients do not wait for them. */
abstract class PressureSuite extends AffinitySuite {

  private static final String CAPPED = "capped.apps.test";
  private static final String ROOMY = "roomy.apps.test";
  private static final String PASS = "pass-capped.apps.test";
  private static final String PASS_CLOSED = "pass-closed.apps.test";
  private static final RulePolicies ONE_EACH =
      new RulePolicies(
          20_000,
          60_000,
          Balance.ROUND_ROBIN,
          ForwardedPolicy.APPEND,
          null,
          null,
          null,
          0,
          1,
          null,
          null,
          HeaderActions.NONE,
          false);

  @Override
  void extend(Routes routes) throws Exception {
    super.extend(routes);
    routes
        .balancing(Balancing.DEFAULTS)
        .certificate(CAPPED, "shared")
        .certificate(ROOMY, "shared")
        .rule(CAPPED, "", Termination.EDGE, InsecurePolicy.ALLOW, ONE_EACH, List.of(), "one")
        .rule(ROOMY, "", Termination.EDGE, InsecurePolicy.ALLOW, ONE_EACH, List.of(), "pair")
        .passthrough(PASS, ONE_EACH, "relayed")
        .passthrough(PASS_CLOSED, "closed");
  }

  private ConnectionCap cap(String host) {
    if (router().bean(ConfigHolder.class).current().index().match(false, host, "/")
        instanceof Match.Proxy<RoutePlan> match) {
      return Objects.requireNonNull(match.plan().cap());
    }
    throw new AssertionError("no plan for " + host);
  }

  private void awaitWaiting(String host, int count) {
    await().atMost(PATIENCE).until(() -> cap(host).waiting() == count);
  }

  @Test
  @Behaviour("AN-023")
  void requestsBeyondTheLimitWaitForRoom() throws Exception {
    proxied(3);
    try (TestClient first = client(CAPPED);
        TestClient second = client(CAPPED);
        TestClient third = client(CAPPED)) {
      Stream holding = first.send(Call.get(CAPPED, "/slow"));
      one().nextRequest();
      Stream waiting = second.send(Call.get(CAPPED, "/second"));
      awaitWaiting(CAPPED, 1);
      Stream last = third.send(Call.get(CAPPED, "/third"));
      awaitWaiting(CAPPED, 2);
      assertThat(one().requestCount()).isEqualTo(1);
      one().release();
      assertThat(holding.answer().status()).isEqualTo(200);
      assertThat(waiting.answer().body()).isEqualTo("one");
      assertThat(last.answer().body()).isEqualTo("one");
      assertThat(one().nextRequest().target()).isEqualTo("/second");
      assertThat(one().nextRequest().target()).isEqualTo("/third");
    }
  }

  @Test
  @Behaviour("AN-023")
  void waitingForRoomEndsWithTheConnectTimeout() throws Exception {
    proxied(3);
    try (TestClient first = client(CAPPED);
        TestClient second = client(CAPPED)) {
      Stream holding = first.send(Call.get(CAPPED, "/slow"));
      one().nextRequest();
      long start = System.nanoTime();
      assertThat(second.get(CAPPED, "/").status()).isEqualTo(503);
      assertThat(System.nanoTime() - start).isBetween(4_900_000_000L, 9_000_000_000L);
      one().release();
      assertThat(holding.answer().status()).isEqualTo(200);
    }
    try (TestClient after = client(CAPPED)) {
      assertThat(after.get(CAPPED, "/").status()).isEqualTo(200);
    }
  }

  @Test
  @Behaviour("AN-023")
  void endpointWithRoomIsPreferredToWaiting() throws Exception {
    proxied(3);
    try (TestClient first = client(ROOMY);
        TestClient second = client(ROOMY)) {
      Stream holding = first.send(Call.get(ROOMY, "/slow"));
      await().atMost(PATIENCE).until(() -> one().requestCount() + two().requestCount() == 1);
      String other = one().requestCount() == 1 ? "two" : "one";
      assertThat(second.get(ROOMY, "/").body()).isEqualTo(other);
      assertThat(second.get(ROOMY, "/").body()).isEqualTo(other);
      one().release();
      two().release();
      assertThat(holding.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void clientThatLeavesTheLineTakesNoPlace() throws Exception {
    proxied(3);
    try (TestClient first = client(CAPPED)) {
      Stream holding = first.send(Call.get(CAPPED, "/slow"));
      one().nextRequest();
      TestClient leaving = client(CAPPED);
      Stream waiting = leaving.send(Call.post(CAPPED, "/"));
      awaitWaiting(CAPPED, 1);
      waiting.abandon();
      awaitWaiting(CAPPED, 0);
      leaving.close();
      one().release();
      assertThat(holding.answer().status()).isEqualTo(200);
      assertThat(first.get(CAPPED, "/").status()).isEqualTo(200);
    }
  }

  @Test
  @Behaviour("AN-023")
  void passthroughConnectionsWaitForRoom() throws Exception {
    Http1Client first = tls(PASS);
    CompletableFuture<String> second =
        CompletableFuture.supplyAsync(
            () -> {
              try (Http1Client client = tls(PASS)) {
                return client.get("any.test", "/").body();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    assertThat(first.get("any.test", "/").body()).isEqualTo("secure");
    if (!(router().bean(ConfigHolder.class).current().index().sni(PASS)
        instanceof SniMatch.Passthrough<RoutePlan> match)) {
      throw new AssertionError("no plan for " + PASS);
    }
    ConnectionCap cap = Objects.requireNonNull(match.plan().cap());
    await().atMost(PATIENCE).until(() -> cap.waiting() == 1);
    assertThat(second).isNotDone();
    first.close();
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("secure");
  }

  @Test
  @Behaviour("RO-031")
  void aPassthroughConnectionIsTriedForThreeSeconds() {
    long begun = System.nanoTime();
    assertThatThrownBy(() -> tls(PASS_CLOSED)).isInstanceOf(IOException.class);
    assertThat(System.nanoTime() - begun).isBetween(2_900_000_000L, 9_000_000_000L);
  }

  @Test
  @Behaviour("RO-040")
  void requestGoesOnWithoutItsClient() throws Exception {
    proxied(2);
    TestClient client = client(CAPPED);
    Stream stream = client.send(Call.get(CAPPED, "/slow"));
    one().nextRequest();
    double before = router().served(express() ? "express" : "gateway");
    if (client instanceof Http1Client http1) {
      // The end of its input alone would not say that it reads no more.
      http1.reset();
    } else {
      stream.abandon();
    }
    client.close();
    await()
        .atMost(PATIENCE)
        .until(() -> router().served(express() ? "express" : "gateway") > before);
    try (TestClient next = client(CAPPED)) {
      Stream waiting = next.send(Call.get(CAPPED, "/next"));
      // The place is taken as long as the request without client is under way.
      awaitWaiting(CAPPED, 1);
      one().release();
      assertThat(waiting.answer().status()).isEqualTo(200);
    }
  }
}
