package dev.causeway.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.router.suite.LeakCheck;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.compile.ShardCompiler;
import dev.causeway.routing.input.BackendRef;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.EndpointSliceInput;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.ServiceInput;
import dev.causeway.routing.input.TlsInput;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.ResourceKind;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a ConfigMap with authorities of Services, through the compiler, to endpoints with TLS. */
@ExtendWith(LeakCheck.class)
final class ServiceCaTest {
  private static final ObjectKey CONFIG_MAP = new ObjectKey(InputKind.CONFIG_MAP, "ca", "bundle");

  private final X509Bundle authority;
  private final X509Bundle next;
  private final SSLServerSocket server;
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final TestRouter router = new TestRouter();
  private final ShardCompiler compiler =
      new ShardCompiler(
          new CompileOptions(
              Routes.SHARD, "", "ops", true, true, Set.of(), "", "config", CONFIG_MAP));

  ServiceCaTest() throws Exception {
    authority = TlsListener.authority("one");
    next = TlsListener.authority("two");
    server = TlsListener.listen(TlsListener.leaf(authority));
  }

  @BeforeEach
  void serve() {
    Thread.ofVirtual().start(this::accept);
    apply(service("svc"), slice("svc"), service("other"), slice("other"));
    apply(route("svc.test", "svc"), route("other.test", "other"));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(SSLSocket socket) {
    try (Wire wire = new Wire(socket)) {
      while (true) {
        boolean slow = wire.head().contains("/slow");
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none");
        if (slow) {
          mayEnd.await();
        }
        wire.send("two");
      }
    } catch (UncheckedIOException | IllegalStateException | AssertionError over) {
      // The router closed the connection, or did not like our certificate.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void close() throws Exception {
    mayEnd.countDown();
    router.close();
    server.close();
  }

  private static ObjectKey key(InputKind kind, String name) {
    return new ObjectKey(kind, "ns", name);
  }

  private static ServiceInput service(String name) {
    return new ServiceInput(
        key(InputKind.SERVICE, name),
        Metadata.EMPTY,
        dev.causeway.routing.input.Origin.UNKNOWN,
        "ClusterIP",
        "172.30.0.1",
        List.of(new ServiceInput.Port("https", "TCP", 443, "")));
  }

  private EndpointSliceInput slice(String service) {
    return new EndpointSliceInput(
        key(InputKind.ENDPOINT_SLICE, service + "-1"),
        Metadata.EMPTY,
        dev.causeway.routing.input.Origin.UNKNOWN,
        service,
        "IPv4",
        List.of(new EndpointSliceInput.SliceEndpoint(List.of("127.0.0.1"), true, null)),
        List.of(new EndpointSliceInput.Port("https", "TCP", server.getLocalPort(), "")));
  }

  /** A reencrypt Route that names no CA. */
  private static RouteInput route(String host, String service) {
    return new RouteInput(
        key(InputKind.ROUTE, host),
        Metadata.EMPTY,
        dev.causeway.routing.input.Origin.UNKNOWN,
        host,
        "",
        "",
        new BackendRef("Service", service, 1),
        List.of(),
        "",
        new TlsInput(
            "reencrypt", KeyMaterial.ofText(""), KeyMaterial.ofText(""), "", "", "Allow", null),
        "None",
        HeaderActionsInput.NONE);
  }

  private void configMap(X509Bundle... trusted) {
    apply(
        new ConfigMapInput(
            CONFIG_MAP,
            Metadata.EMPTY,
            dev.causeway.routing.input.Origin.UNKNOWN,
            Map.of(
                ConfigMapInput.SERVICE_CA,
                Arrays.stream(trusted)
                    .map(X509Bundle::getCertificatePEM)
                    .collect(Collectors.joining("\n")))));
  }

  /** Compiles, and activates what that changes. */
  private void apply(Input... inputs) {
    CompileUpdate update =
        compiler.apply(
            Arrays.stream(inputs).map(input -> (InputChange) new InputChange.Put(input)).toList());
    List<EndpointSet> sets =
        update.upserts().stream()
            .filter(EndpointSet.class::isInstance)
            .map(EndpointSet.class::cast)
            .toList();
    router.activator.endpoints(sets, List.of());
    router.with(update.upserts().toArray(Resource[]::new));
    Set<ResourceKey> removed =
        update.removals().stream()
            .filter(key -> key.kind() != ResourceKind.ENDPOINT_SET)
            .collect(Collectors.toSet());
    router.activate(Set.of(), removed, Set.of());
  }

  private static String get(String host, String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
  }

  private String answer(String host) {
    try (Wire client = router.client()) {
      return client.send(get(host, "/")).message();
    }
  }

  @Test
  @Behaviour({"TLS-034", "TLS-036"})
  void endpointIsVerifiedForTheNameOfItsOwnService() {
    configMap(authority);

    assertThat(answer("svc.test")).startsWith("HTTP/1.1 200 ").endsWith("onetwo");
    assertThat(answer("other.test")).as("a name that it has not").startsWith("HTTP/1.1 503 ");
  }

  @Test
  @Behaviour("TLS-035")
  void withoutAuthoritiesEveryEndpointIsTaken() {
    assertThat(answer("svc.test")).startsWith("HTTP/1.1 200 ");
    assertThat(answer("other.test")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  @Behaviour("TLS-034")
  void rotationIsForNewConnectionsAndEndsNothing() {
    configMap(authority);
    assertThat(answer("svc.test")).startsWith("HTTP/1.1 200 ");
    try (Wire client = router.client()) {
      client.send(get("svc.test", "/slow")).until("one");

      configMap(next);
      assertThat(answer("svc.test")).as("not trusted any more").startsWith("HTTP/1.1 503 ");

      configMap(authority, next);
      assertThat(answer("svc.test")).as("trusted beside another").startsWith("HTTP/1.1 200 ");

      mayEnd.countDown();
      assertThat(client.exactly(3)).isEqualTo("two");
      assertThat(client.send(get("svc.test", "/")).message()).endsWith("onetwo");
    }
  }
}
