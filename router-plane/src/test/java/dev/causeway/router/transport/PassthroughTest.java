package dev.causeway.router.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.access.Backend;
import dev.causeway.router.balance.ConnectRetries;
import dev.causeway.router.balance.EndpointDirectory;
import dev.causeway.router.balance.EndpointPicker;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.balance.LiveUpstream;
import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.Endpoint;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.Termination;
import dev.causeway.testkit.Behaviour;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Relayed TLS connections over real sockets. */
@ExtendWith(LeakCheck.class)
class PassthroughTest {
  private static final Duration RETRY_DELAY = Duration.ofMillis(100);

  private final TestServer server = new TestServer();
  private final TestServer origin = new TestServer();

  @AfterEach
  void stop() {
    server.close();
    origin.close();
  }

  @Test
  @Behaviour("TLS-002")
  void tlsEndsAtTheEndpoint() {
    origin.serve("p.example", false, TestCertificates.ec("p.example"));
    server.names.put("p.example", new TlsTreatment.Relay(new Route(origin.https())));
    try (TlsClient client = TlsClient.connect(server.https(), "p.example")) {
      assertThat(client.subject()).isEqualTo("CN=p.example");
      RawClient raw = client.raw();
      for (int i = 0; i < 3; i++) {
        raw.send("GET /n" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(raw.response()).endsWith("GET /n" + i + " a");
      }
    }
    assertThat(server.handler.exchanges).isEmpty();
  }

  @Test
  void eitherSideMayCloseItsHalf() throws Exception {
    try (ServerSocket endpoint = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> received = readAllThenAnswer(endpoint, "goodbye");
      Route route = new Route((InetSocketAddress) endpoint.getLocalSocketAddress());
      server.names.put("p.example", new TlsTreatment.Relay(route));
      byte[] hello = ClientHellos.of("p.example");
      try (RawClient client = RawClient.connect(server.https())) {
        client.send(hello).send("more").shutdownOutput();
        assertThat(client.rest()).isEqualTo("goodbye");
      }
      assertThat(received.get()).isEqualTo(new String(hello, StandardCharsets.ISO_8859_1) + "more");
    }
  }

  private static InetSocketAddress closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    }
  }

  @Test
  @Behaviour("RO-031")
  void anUnreachableEndpointIsTriedThreeTimesMoreAndThenTheClientIsClosed() throws Exception {
    InetSocketAddress closed = closed();
    Route route = new Route(closed);
    server.names.put("p.example", new TlsTreatment.Relay(route));
    long begun = System.nanoTime();
    try (RawClient client = RawClient.connect(server.https())) {
      assertThat(client.send(ClientHellos.of("p.example")).rest()).isEmpty();
    }
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(3 * RETRY_DELAY.toNanos());
    assertThat(route.tried).containsExactly(closed, closed, closed, closed);
    assertThat(route.open.get()).isZero();
  }

  @Test
  @Behaviour("RO-031")
  void onlyTheLastAttemptGoesToAnotherEndpoint() throws Exception {
    InetSocketAddress closed = closed();
    Route route = new Route(closed, origin.https());
    origin.serve("p.example", false, TestCertificates.ec("p.example"));
    server.names.put("p.example", new TlsTreatment.Relay(route));
    // Whose turn it is first does not matter: one of the two connections begins at the closed one.
    for (int i = 0; i < 2; i++) {
      try (TlsClient client = TlsClient.connect(server.https(), "p.example")) {
        assertThat(client.subject()).isEqualTo("CN=p.example");
      }
    }
    String tried =
        route.tried.stream()
            .map(address -> address.equals(closed) ? "closed " : "other ")
            .collect(Collectors.joining());
    assertThat(tried).matches("(other )?(closed closed closed other )+");
  }

  @Test
  void aClientThatLeavesWhileItsEndpointIsTriedAgainLeavesNothing() throws Exception {
    Route route = new Route(closed());
    server.names.put("p.example", new TlsTreatment.Relay(route));
    try (RawClient client = RawClient.connect(server.https())) {
      client.send(ClientHellos.of("p.example"));
      TestServer.await("it was tried", () -> !route.tried.isEmpty());
    }
    TestServer.await("the client is gone", () -> server.server.connectionCount() == 0);
    assertThat(route.open.get()).isZero();
  }

  @Test
  @Behaviour({"RO-008", "AN-012"})
  void anIdleTunnelIsClosed() throws Exception {
    try (ServerSocket endpoint = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Route route = new Route((InetSocketAddress) endpoint.getLocalSocketAddress());
      route.tunnelTimeout = Duration.ofMillis(200);
      server.names.put("p.example", new TlsTreatment.Relay(route));
      try (RawClient client = RawClient.connect(server.https())) {
        assertThat(client.send(ClientHellos.of("p.example")).rest()).isEmpty();
      }
    }
  }

  /** Traffic in either direction keeps a tunnel, and only traffic does. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Behaviour("RO-034")
  void aTunnelWithTrafficOneWayLivesUntilItFallsSilent(boolean toClient) throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Route route = new Route((InetSocketAddress) listening.getLocalSocketAddress());
      route.tunnelTimeout = Duration.ofMillis(800);
      server.names.put("p.example", new TlsTreatment.Relay(route));
      byte[] hello = ClientHellos.of("p.example");
      try (RawClient client = RawClient.connect(server.https()).send(hello);
          RawClient endpoint = new RawClient(listening.accept())) {
        assertThat(endpoint.exactly(hello.length)).hasSize(hello.length);
        RawClient talker = toClient ? endpoint : client;
        RawClient listener = toClient ? client : endpoint;
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

  @Test
  @Behaviour("RO-005")
  void aTunnelWhoseClientHasClosedItsHalfEndsSoon() throws Exception {
    try (ServerSocket endpoint = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Route route = new Route((InetSocketAddress) endpoint.getLocalSocketAddress());
      route.serverFinTimeout = Duration.ofMillis(200);
      server.names.put("p.example", new TlsTreatment.Relay(route));
      try (RawClient client = RawClient.connect(server.https())) {
        client.send(ClientHellos.of("p.example")).shutdownOutput();
        try (Socket silent = endpoint.accept()) {
          assertThat(client.rest()).isEmpty();
          assertThat(silent.getInputStream().readAllBytes()).isNotEmpty();
        }
      }
    }
  }

  @Test
  @Behaviour("RO-003")
  void aTunnelWhoseEndpointHasClosedItsHalfEndsSoon() throws Exception {
    try (ServerSocket endpoint = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Route route = new Route((InetSocketAddress) endpoint.getLocalSocketAddress());
      route.clientFinTimeout = Duration.ofMillis(200);
      server.names.put("p.example", new TlsTreatment.Relay(route));
      try (RawClient client = RawClient.connect(server.https())) {
        client.send(ClientHellos.of("p.example"));
        try (Socket socket = endpoint.accept()) {
          socket.shutdownOutput();
          assertThat(client.rest()).isEmpty();
          assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
          TestServer.await(
              "the silent client is given up", () -> server.server.connectionCount() == 0);
        }
      }
    }
  }

  @Test
  void whatTheEndpointSaidBeforeItBrokeReachesAClientThatIsStillSending() throws Exception {
    try (ServerSocket endpoint = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Route route = new Route((InetSocketAddress) endpoint.getLocalSocketAddress());
      server.names.put("p.example", new TlsTreatment.Relay(route));
      try (RawClient client = RawClient.connect(server.https())) {
        client.send(ClientHellos.of("p.example"));
        Socket accepted = endpoint.accept();
        // Until everything on the way is full.
        CompletableFuture<Void> flood =
            CompletableFuture.runAsync(() -> client.send(new byte[64 * 1024 * 1024]));
        assertThatThrownBy(() -> flood.get(300, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        accepted.getOutputStream().write("last words".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(client.exactly(4)).isEqualTo("last");
        // With so much unread this is a reset.
        accepted.close();
        assertThat(client.rest()).isEqualTo(" words");
        assertThat(flood).isNotCompletedExceptionally();
      }
    }
  }

  @Test
  void aClientThatDoesNotReadStopsTheEndpoint() throws Exception {
    try (ServerSocket endpoint = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Route route = new Route((InetSocketAddress) endpoint.getLocalSocketAddress());
      server.names.put("p.example", new TlsTreatment.Relay(route));
      try (RawClient client = RawClient.connect(server.https())) {
        byte[] hello = ClientHellos.of("p.example");
        client.send(hello);
        Socket accepted = endpoint.accept();
        assertThat(accepted.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
        int total = 64 * 1024 * 1024;
        CompletableFuture<Void> sent =
            CompletableFuture.runAsync(
                () -> {
                  try (accepted) {
                    byte[] block = new byte[64 * 1024];
                    for (int left = total; left > 0; left -= block.length) {
                      accepted.getOutputStream().write(block);
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
        // Far more than the windows and marks on the way hold: the endpoint cannot finish sending.
        assertThatThrownBy(() -> sent.get(300, TimeUnit.MILLISECONDS))
            .isInstanceOf(TimeoutException.class);
        assertThat(client.rest()).hasSize(total);
        sent.get();
      }
    }
  }

  private static CompletableFuture<String> readAllThenAnswer(ServerSocket endpoint, String answer) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = endpoint.accept()) {
            byte[] all = socket.getInputStream().readAllBytes();
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            return new String(all, StandardCharsets.ISO_8859_1);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static final class Route implements PassthroughRoute {
    private final EndpointPicker picker;
    private final Queue<InetSocketAddress> tried = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile Duration tunnelTimeout = Duration.ofHours(1);
    private volatile Duration clientFinTimeout = Duration.ofSeconds(30);
    private volatile Duration serverFinTimeout = Duration.ofSeconds(30);

    Route(InetSocketAddress... endpoints) {
      EndpointDirectory directory = new EndpointDirectory();
      List<Endpoint> all = new ArrayList<>();
      for (InetSocketAddress endpoint : endpoints) {
        all.add(
            new Endpoint(
                endpoint.toString(),
                endpoint.getAddress().getHostAddress(),
                endpoint.getPort(),
                AppProtocol.HTTP1));
      }
      LiveUpstream upstream = directory.upstream("all");
      directory.apply(List.of(new EndpointSet("s", "all", all)), List.of());
      this.picker =
          new EndpointPicker(Balance.ROUND_ROBIN, true, List.of(upstream), List.of(1), null);
    }

    @Override
    public Backend backend() {
      return new Backend(Termination.PASSTHROUGH, new RouteRef("apps", "pass"), open::get);
    }

    @Override
    public boolean admits(InetSocketAddress client, Consumer<Runnable> onEnd) {
      return true;
    }

    @Override
    public @Nullable Target pick(InetSocketAddress client) {
      return target(picker.pick(client));
    }

    @Override
    public @Nullable Target again(InetSocketAddress client, Target failed, int failures) {
      return target(retries().next(picker, client, failed.endpoint(), failures));
    }

    @Override
    public ConnectRetries retries() {
      return new ConnectRetries(3, RETRY_DELAY);
    }

    private @Nullable Target target(@Nullable LiveEndpoint endpoint) {
      return endpoint == null
          ? null
          : new Target() {
            @Override
            public LiveEndpoint endpoint() {
              return endpoint;
            }

            @Override
            public InetSocketAddress address() {
              return endpoint.address();
            }

            @Override
            public void begin() {
              open.incrementAndGet();
              tried.add(endpoint.address());
            }

            @Override
            public void end() {
              open.decrementAndGet();
            }
          };
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(5);
    }

    @Override
    public Duration clientFinTimeout() {
      return clientFinTimeout;
    }

    @Override
    public Duration serverFinTimeout() {
      return serverFinTimeout;
    }

    @Override
    public Duration tunnelTimeout() {
      return tunnelTimeout;
    }
  }
}
