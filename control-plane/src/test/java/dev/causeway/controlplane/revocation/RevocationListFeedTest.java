package dev.causeway.controlplane.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.RevocationListInput;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists from a real server. */
class RevocationListFeedTest {
  private final LinkedBlockingQueue<InputChange> told = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final RevocationListFeed feed =
      new RevocationListFeed(Clock.systemUTC(), Duration.ofMillis(50), told::add);
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private ExecutorService threads;
  private String url;
  private TrustBundle bundle;
  private byte[] list;
  private volatile int status = 200;
  private volatile byte[] answer = new byte[0];

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/ca.crl",
        exchange -> {
          try (exchange) {
            byte[] body = answer;
            asked.add(exchange.getRequestMethod());
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          } catch (IOException e) {
            asked.add(e.toString());
          }
        });
    server.createContext(
        "/stuck.crl",
        exchange -> {
          try (exchange) {
            asked.add("stuck");
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            over.await();
          } catch (IOException e) {
            asked.add(e.toString());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort() + "/ca.crl";
    X509Bundle authority = authority(url);
    RevocationServer lists = RevocationServer.getInstance();
    lists.register(authority);
    try (InputStream in = lists.getCrlUri(authority).toURL().openStream()) {
      list = in.readAllBytes();
    }
    bundle = bundle("b", authority);
  }

  @AfterEach
  void stop() {
    feed.close();
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static X509Bundle authority(String url) throws Exception {
    return new CertificateBuilder()
        .subject("CN=clients")
        .setIsCertificateAuthority(true)
        .addCrlDistributionPoint(new URI(url))
        .buildSelfSigned();
  }

  private static TrustBundle bundle(String name, X509Bundle authority) throws Exception {
    return new TrustBundle(
        "default",
        name,
        List.of(Bytes.of(authority.getCertificate().getEncoded())),
        true,
        List.of());
  }

  private TrustBundle stuck() throws Exception {
    return bundle("stuck", authority(url.replace("ca.crl", "stuck.crl")));
  }

  private static CompileUpdate update(List<Resource> upserts, Set<ResourceKey> removals) {
    return new CompileUpdate(upserts, removals, Map.of(), Set.of(), Map.of());
  }

  private static <T> T next(LinkedBlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  @Behaviour("TLS-058")
  void listIsFetchedAndForgottenWithItsBundle() throws Exception {
    answer = list;
    feed.publish("default", update(List.of(bundle), Set.of()));
    assertThat(next(told))
        .isEqualTo(new InputChange.Put(new RevocationListInput(url, Bytes.of(list))));
    feed.publish("default", update(List.of(), Set.of(bundle.key())));
    assertThat(next(told)).isEqualTo(new InputChange.Remove(RevocationListInput.key(url)));
  }

  @Test
  void replacedBundleOfTheSameAuthoritiesFetchesNothingAgain() throws Exception {
    answer = list;
    feed.publish("default", update(List.of(bundle), Set.of()));
    next(told);
    TrustBundle replaced =
        new TrustBundle("default", "c", bundle.certificates(), true, List.of(Bytes.of(list)));
    feed.publish("default", update(List.of(replaced), Set.of(bundle.key())));
    feed.publish("default", update(List.of(), Set.of(replaced.key())));
    assertThat(next(told)).isInstanceOf(InputChange.Remove.class);
    assertThat(asked).hasSize(1);
  }

  @Test
  void failuresAreTriedAgainUntilTheListIsThere() throws Exception {
    status = 503;
    feed.publish("default", update(List.of(bundle), Set.of()));
    next(asked);
    next(asked);
    answer = "no list".getBytes(StandardCharsets.US_ASCII);
    status = 200;
    next(asked);
    next(asked);
    assertThat(told).isEmpty();
    answer =
        ("-----BEGIN X509 CRL-----\n"
                + Base64.getMimeEncoder().encodeToString(list)
                + "\n-----END X509 CRL-----\n")
            .getBytes(StandardCharsets.US_ASCII);
    assertThat(next(told))
        .isEqualTo(new InputChange.Put(new RevocationListInput(url, Bytes.of(list))));
  }

  @Test
  void answerThatBreaksOffInTheMiddleHoldsUpNoOtherList() throws Exception {
    answer = list;
    TrustBundle stuck = stuck();
    feed.publish("default", update(List.of(stuck), Set.of()));
    assertThat(next(asked)).isEqualTo("stuck");
    feed.publish("default", update(List.of(bundle), Set.of()));
    assertThat(next(told))
        .isEqualTo(new InputChange.Put(new RevocationListInput(url, Bytes.of(list))));
    feed.publish("default", update(List.of(), Set.of(stuck.key())));
    assertThat(next(told)).isInstanceOf(InputChange.Remove.class);
  }

  @Test
  void answerThatTakesTooLongIsGivenUpAndTriedAgain() throws Exception {
    try (RevocationListFeed hasty =
        new RevocationListFeed(
            Clock.systemUTC(),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            RevocationListFeed.PUBLISHED_AFTER,
            told::add)) {
      hasty.publish("default", update(List.of(stuck()), Set.of()));
      assertThat(next(asked)).isEqualTo("stuck");
      assertThat(next(asked)).isEqualTo("stuck");
    }
  }
}
