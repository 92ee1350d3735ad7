package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.ForwardedPolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Tuning;
import dev.causeway.testkit.Behaviour;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upgrades become tunnels. */
@ExtendWith(LeakCheck.class)
final class UpgradeTest {
  private static final String UPGRADE =
      "GET /chat HTTP/1.1\r\nHost: app.test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: chat/2\r\n\r\n";
  private static final String ACCEPTED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat/2\r\n\r\n";

  private final Origin origin = new Origin();
  private final TestRouter router = new TestRouter().serving(origin.endpoint());

  @AfterEach
  void close() {
    router.close();
    origin.close();
  }

  @Test
  @Behaviour({"RO-068", "RO-034"})
  void bytesFlowBothWaysAndOutliveTheServerTimeout() {
    router.with(
        Routes.host(
            "app.test", Routes.rule("", Routes.policies(100, ForwardedPolicy.APPEND, null, null))));
    try (Wire client = router.client()) {
      client.send(UPGRADE);
      try (Wire endpoint = origin.accept()) {
        assertThat(endpoint.head())
            .contains("connection: upgrade\r\n")
            .contains("upgrade: chat/2\r\n");
        endpoint.send(ACCEPTED + "first");
        assertThat(client.head())
            .startsWith("HTTP/1.1 101 ")
            .containsIgnoringCase("upgrade: chat/2\r\n");
        assertThat(client.exactly(5)).isEqualTo("first");
        long due = System.nanoTime() + 600_000_000L;
        TestRouter.await("well past the timeout", () -> System.nanoTime() > due);
        client.send("ping");
        assertThat(endpoint.exactly(4)).isEqualTo("ping");
        endpoint.send("pong");
        assertThat(client.exactly(4)).isEqualTo("pong");
      }
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void eachDirectionEndsOnItsOwn() {
    try (Wire client = router.client()) {
      try (Wire endpoint = upgraded(client)) {
        client.send("last words").shutdownOutput();
        assertThat(endpoint.rest()).isEqualTo("last words");
        endpoint.send("understood");
        endpoint.shutdownOutput();
        assertThat(client.rest()).isEqualTo("understood");
      }
    }
  }

  @Test
  @Behaviour({"RO-034", "AN-012"})
  void idleTunnelEndsAfterTheTunnelTimeout() {
    RulePolicies policies =
        RulePolicies.basic(30_000, 300, Balance.ROUND_ROBIN, ForwardedPolicy.APPEND);
    router.with(Routes.host("app.test", Routes.rule("", policies)));
    try (Wire client = router.client()) {
      try (Wire endpoint = upgraded(client)) {
        assertThat(client.rest()).isEmpty();
        assertThat(endpoint.rest()).isEmpty();
      }
    }
  }

  /** Traffic in either direction keeps a tunnel, and only traffic does. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Behaviour("RO-034")
  void tunnelWithTrafficOneWayLivesUntilItFallsSilent(boolean toClient) {
    RulePolicies policies =
        RulePolicies.basic(30_000, 800, Balance.ROUND_ROBIN, ForwardedPolicy.APPEND);
    router.with(Routes.host("app.test", Routes.rule("", policies)));
    try (Wire client = router.client()) {
      try (Wire endpoint = upgraded(client)) {
        Wire talker = toClient ? endpoint : client;
        Wire listener = toClient ? client : endpoint;
        try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
          var _ = clock.scheduleAtFixedRate(() -> talker.send("."), 0, 100, TimeUnit.MILLISECONDS);
          // More than twice the timeout.
          assertThat(listener.exactly(20)).isEqualTo(".".repeat(20));
        }
        assertThat(listener.rest()).matches("[.]*");
        assertThat(talker.rest()).isEmpty();
      }
    }
  }

  /** Returns the endpoint's end of a tunnel that {@code client} has asked for and got. */
  private Wire upgraded(Wire client) {
    client.send(UPGRADE);
    Wire endpoint = origin.accept();
    endpoint.head();
    endpoint.send(ACCEPTED);
    client.head();
    return endpoint;
  }

  private void tuned(long clientFinMillis, long serverFinMillis) {
    Tuning all = Tuning.DEFAULTS;
    router.with(
        Routes.settings(
            new Tuning(
                clientFinMillis,
                serverFinMillis,
                all.headerBufferBytes(),
                all.headerRewriteBytes(),
                all.maxConnections()),
            ClientConnections.DEFAULTS));
  }

  @Test
  @Behaviour("RO-005")
  void tunnelWhoseClientHasClosedItsHalfEndsSoon() {
    tuned(60_000, 200);
    try (Wire client = router.client()) {
      try (Wire endpoint = upgraded(client)) {
        client.send("last words").shutdownOutput();
        assertThat(endpoint.rest()).isEqualTo("last words");
        assertThat(client.rest()).isEmpty();
      }
    }
  }

  @Test
  @Behaviour("RO-003")
  void tunnelWhoseEndpointHasClosedItsHalfEndsSoon() {
    tuned(200, 60_000);
    try (Wire client = router.client()) {
      client.send(UPGRADE);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send(ACCEPTED + "last words");
        client.head();
        endpoint.shutdownOutput();
        assertThat(client.rest()).isEqualTo("last words");
        assertThat(endpoint.rest()).isEmpty();
        TestRouter.await("the silent client is given up", () -> router.connections() == 0);
      }
    }
  }

  @Test
  void refusedUpgradeIsAnOrdinaryResponse() {
    try (Wire client = router.client()) {
      client.send(UPGRADE);
      try (Wire endpoint = origin.accept()) {
        endpoint.head();
        endpoint.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        assertThat(client.message()).startsWith("HTTP/1.1 403 ").endsWith("no");
      }
    }
  }
}
