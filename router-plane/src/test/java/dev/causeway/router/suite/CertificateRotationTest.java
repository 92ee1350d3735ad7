package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TicketKeys.TicketKey;
import dev.causeway.testkit.Behaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Certificates and ticket keys that change while handshakes go on. */
@Timeout(120)
class CertificateRotationTest {
  private static final String HOST = "app.apps.test";
  private static final int CLIENTS = 3;
  private static final int HANDSHAKES = 60;

  private final TestRouter router = TestRouter.start(List.of(), "causeway.router.express=on");

  private void serve(TestOrigin origin, Certificate certificate, int epoch) {
    router.apply(
        new Routes()
            .add(certificate)
            .add(
                new TicketKeys(
                    Routes.SHARD,
                    List.of(new TicketKey("k", KeyMaterial.ofText("%032d".formatted(epoch))))))
            .certificate(HOST, certificate.name())
            .upstream("origin", origin)
            .both(HOST, "", "origin"));
  }

  @Test
  @Behaviour({"TLS-012", "LIM-001"})
  void noHandshakeFailsWhileCertificatesChange() throws Exception {
    List<Certificate> certificates = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      certificates.add(
          TestCertificates.resource(Routes.SHARD, "own-" + i, TestCertificates.selfSigned(HOST)));
    }
    Set<String> seen = ConcurrentHashMap.newKeySet();
    TestOrigin origin = TestOrigin.plain("origin");
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      serve(origin, certificates.getFirst(), 0);
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(() -> hammer(seen)));
      }
      int turn = 0;
      while (!running.stream().allMatch(Future::isDone)) {
        turn++;
        serve(origin, certificates.get(turn % certificates.size()), turn);
      }
      int answered = 0;
      for (Future<Integer> each : running) {
        answered += each.get();
      }
      assertThat(answered).isEqualTo(CLIENTS * HANDSHAKES);
      assertThat(seen).as("certificates that were shown").hasSizeGreaterThan(1);
    } finally {
      clients.shutdownNow();
      router.close();
      origin.close();
    }
  }

  private int hammer(Set<String> seen) throws Exception {
    var resuming = TestCertificates.trustingClient();
    int answered = 0;
    for (int i = 0; i < HANDSHAKES; i++) {
      var context = i % 2 == 0 ? resuming : TestCertificates.trustingClient();
      try (Http1Client client = Http1Client.tls(router.httpsPort(), HOST, context)) {
        seen.add(client.certificate().getSerialNumber().toString());
        if (client.get(HOST, "/").status() == 200) {
          answered++;
        }
      }
    }
    return answered;
  }
}
