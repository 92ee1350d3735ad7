package dev.causeway.controlplane.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.pipeline.ShardSet;
import dev.causeway.controlplane.pipeline.SnapshotPublisher;
import dev.causeway.controlplane.source.SourceUpdate;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.ClientTlsInput;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.ConnectionsInput;
import dev.causeway.routing.input.HttpHeadersInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.TlsProfileInput;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.testkit.Behaviour;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pipeline that has just begun, and a real server of lists. */
final class FirstPublicationTest {
  private static final String SHARD = "clients";

  private record Publication(String shard, @Nullable TrustBundle bundle) {}

  private final LinkedBlockingQueue<Publication> published = new LinkedBlockingQueue<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile int status = 200;
  private HttpServer server;
  private X509Bundle authority;
  private byte[] list;
  private @Nullable RevocationListFeed feed;
  private volatile @Nullable Pipeline pipeline;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    authority =
        new CertificateBuilder()
            .subject("CN=clients")
            .setIsCertificateAuthority(true)
            .addCrlDistributionPoint(
                new URI("http://127.0.0.1:" + server.getAddress().getPort() + "/ca.crl"))
            .buildSelfSigned();
    RevocationServer lists = RevocationServer.getInstance();
    lists.register(authority);
    try (InputStream in = lists.getCrlUri(authority).toURL().openStream()) {
      list = in.readAllBytes();
    }
    server.createContext(
        "/ca.crl",
        exchange -> {
          try (exchange) {
            asked.countDown();
            answered.await();
            exchange.sendResponseHeaders(status, list.length);
            exchange.getResponseBody().write(list);
          } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    answered.countDown();
    if (feed != null) {
      feed.close();
    }
    Pipeline begun = pipeline;
    if (begun != null) {
      begun.close();
    }
    server.stop(0);
    threads.shutdownNow();
  }

  /** Begins with everything there is, told at once. */
  private void begin(Duration patience) {
    RevocationListFeed lists =
        new RevocationListFeed(
            Clock.systemUTC(),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            patience,
            change -> Objects.requireNonNull(pipeline).feed(change));
    feed = lists;
    Pipeline begun =
        new Pipeline(
            new ShardSet(
                List.of("plain"),
                shard ->
                    new CompileOptions(
                        shard, "", "ops", false, true, Set.of(), "", "openshift-config", null)),
            new SnapshotPublisher() {
              @Override
              public void publish(String shard, CompileUpdate update) {
                lists.publish(shard, update);
                published.add(
                    new Publication(
                        shard,
                        update.upserts().stream()
                            .filter(TrustBundle.class::isInstance)
                            .map(TrustBundle.class::cast)
                            .findFirst()
                            .orElse(null)));
              }

              @Override
              public void confirm(String shard) {}
            },
            lists,
            new SimpleMeterRegistry());
    pipeline = begun;
    begun.start();
    begun.changed(
        new SourceUpdate(
            List.of(
                new InputChange.Put(
                    new IngressControllerInput(
                        new ObjectKey(InputKind.INGRESS_CONTROLLER, "controllers", SHARD),
                        Metadata.EMPTY,
                        Origin.UNKNOWN,
                        "",
                        LabelSelector.EVERYTHING,
                        LabelSelector.EVERYTHING,
                        "",
                        "",
                        "",
                        TlsProfileInput.NONE,
                        new ClientTlsInput("Required", "authorities", List.of()),
                        HttpHeadersInput.NONE,
                        Map.of(),
                        "",
                        ConnectionsInput.NONE,
                        null)),
                new InputChange.Put(
                    new ConfigMapInput(
                        new ObjectKey(InputKind.CONFIG_MAP, "openshift-config", "authorities"),
                        Metadata.EMPTY,
                        Origin.UNKNOWN,
                        Map.of(ConfigMapInput.CA_BUNDLE, authority.getCertificatePEM())))),
            List.of(),
            Map.of(),
            0));
  }

  private Publication next() throws InterruptedException {
    Publication next = published.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("a publication").isNotNull();
    return next;
  }

  private List<Bytes> listsOfFirst() throws InterruptedException {
    Publication first = next();
    assertThat(first.shard()).isEqualTo(SHARD);
    assertThat(first.bundle()).isNotNull();
    return first.bundle().revocationLists();
  }

  /** Routers that hold the lists would otherwise refuse every client for a while. */
  @Test
  @Behaviour("TLS-057")
  void firstPublicationOfAShardBringsItsLists() throws Exception {
    begin(Duration.ofMinutes(5));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(next().shard()).as("what needs no lists does not wait").isEqualTo("plain");
    assertThat(published).isEmpty();
    assertThat(Objects.requireNonNull(pipeline).firstPublication()).isNotDone();

    answered.countDown();
    assertThat(listsOfFirst()).containsExactly(Bytes.of(list));
    Objects.requireNonNull(pipeline).firstPublication().get(20, TimeUnit.SECONDS);
  }

  @Test
  void listsThatFailAreNotWaitedFor() throws Exception {
    status = 503;
    answered.countDown();
    begin(Duration.ofMinutes(5));
    assertThat(next().shard()).isEqualTo("plain");
    assertThat(listsOfFirst()).isEmpty();
  }

  @Test
  void listsThatDoNotComeAreWaitedForNoLongerThanThat() throws Exception {
    begin(Duration.ofMillis(200));
    assertThat(next().shard()).isEqualTo("plain");
    assertThat(listsOfFirst()).isEmpty();

    answered.countDown();
    assertThat(listsOfFirst()).containsExactly(Bytes.of(list));
  }
}
