package dev.causeway.router.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.causeway.router.suite.TestClient.Answer;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.ClientAuth;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.RulePolicies;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.TlsProfile;
import dev.causeway.routing.model.TlsSettings;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.RevocationServer;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates of clients: who is let in, and what endpoints are told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class ClientCertificateSuite {
  private static final String HOST = "app.apps.test";
  private static final RulePolicies STRICT = Routes.strict(HeaderActions.NONE, false);
  private static final Instant BEGIN = Instant.parse("2026-11-01T16:05:06Z");
  private static final Instant END = Instant.parse("2046-11-01T16:05:06Z");

  private TestRouter router;
  private TestOrigin origin;
  private TestOrigin secure;
  private X509Bundle authority;
  private X509Bundle app;
  private X509Bundle stranger;

  /** Whether plans without filters take the express path. */
  abstract boolean express();

  @BeforeAll
  void start() throws Exception {
    authority =
        new CertificateBuilder()
            .subject("CN=clients,O=org")
            .ecp256()
            .setIsCertificateAuthority(true)
            .setKeyUsage(
                true, CertificateBuilder.KeyUsage.keyCertSign, CertificateBuilder.KeyUsage.cRLSign)
            .notBefore(BEGIN)
            .notAfter(END)
            .buildSelfSigned();
    app = issue("CN=app,OU=team,O=org", 0xABCDEFL);
    stranger = TestCertificates.selfSigned("stranger");
    origin = TestOrigin.plain("origin");
    secure =
        TestOrigin.tls(
            "secure", TestCertificates.server(TestCertificates.selfSigned("pass.apps.test")));
    router = TestRouter.start(List.of(), "causeway.router.express=" + (express() ? "on" : "off"));
  }

  private X509Bundle issue(String subject, long serial) throws Exception {
    return new CertificateBuilder()
        .subject(subject)
        .ecp256()
        .serial(BigInteger.valueOf(serial))
        .notBefore(BEGIN)
        .notAfter(END)
        .addExtendedKeyUsageClientAuth()
        .buildIssuedBy(authority);
  }

  @BeforeEach
  void reset() {
    origin.reset();
  }

  @AfterAll
  void stop() throws Exception {
    router.close();
    origin.close();
    secure.close();
    assertThat(LeakRecorder.leaksAfterCollection()).isEmpty();
  }

  private void serve(boolean required, String... patterns) throws Exception {
    serve(required, false, List.of(), patterns);
  }

  private void serve(boolean required, boolean checked, List<Bytes> lists, String... patterns)
      throws Exception {
    String name = "clients-" + checked + lists.hashCode();
    router.apply(
        new Routes()
            .add(
                TestCertificates.resource(
                    Routes.SHARD, "own", TestCertificates.selfSigned("own.test")))
            .add(
                new TrustBundle(
                    Routes.SHARD,
                    name,
                    List.of(Bytes.of(authority.getCertificate().getEncoded())),
                    checked,
                    lists))
            .defaultCertificate("own")
            .tls(
                new TlsSettings(
                    TlsProfile.INTERMEDIATE, new ClientAuth(required, name, List.of(patterns))))
            .upstream("origin", origin)
            .upstream("relayed", secure)
            .upstream("secure", new UpstreamTls(null, null), secure)
            .certificate("certified.apps.test", "certified")
            .add(
                TestCertificates.resource(
                    Routes.SHARD, "certified", TestCertificates.selfSigned("certified.apps.test")))
            .rule(HOST, "", Termination.EDGE, InsecurePolicy.ALLOW, STRICT, List.of(), "origin")
            .both("certified.apps.test", "", "origin")
            .rule(
                "reencrypt.apps.test",
                "",
                Termination.REENCRYPT,
                InsecurePolicy.NONE,
                Routes.POLICIES,
                List.of(),
                "secure")
            .passthrough("pass.apps.test", "relayed"));
  }

  private Answer get(@Nullable X509Bundle certificate, String host, String... lines)
      throws Exception {
    return get(TestCertificates.client(certificate), host, lines);
  }

  private Answer get(SSLContext context, String host, String... lines) throws Exception {
    return ask(context, host, host, lines);
  }

  private Answer ask(SSLContext context, @Nullable String sni, String host, String... lines)
      throws Exception {
    try (Http1Client client = Http1Client.tls(router.httpsPort(), sni, context)) {
      return client.get(host, "/", lines);
    }
  }

  /** With TLS 1.3 a client learns of it with its first read. */
  private void refused(@Nullable X509Bundle certificate) {
    assertThatThrownBy(() -> get(certificate, HOST)).isInstanceOf(IOException.class);
  }

  @Test
  @Behaviour({"TLS-049", "TLS-053"})
  void requiredCertificateMustBeThereAndVerify() throws Exception {
    serve(true);
    assertThat(get(app, HOST).status()).isEqualTo(200);
    refused(null);
    refused(stranger);
  }

  @Test
  @Behaviour({"TLS-049", "TLS-053"})
  void optionalCertificateMustVerifyIfItIsThere() throws Exception {
    serve(false);
    assertThat(get(app, HOST).status()).isEqualTo(200);
    assertThat(get((X509Bundle) null, HOST).status()).isEqualTo(200);
    refused(stranger);
  }

  @Test
  @Behaviour("TLS-055")
  void endpointsAreToldWhoItIs() throws Exception {
    serve(true);
    assertThat(get(app, HOST).status()).isEqualTo(200);
    OriginRequest seen = origin.nextRequest();
    byte[] der = app.getCertificate().getEncoded();
    assertThat(seen.headers("X-SSL")).containsExactly("1");
    assertThat(seen.headers("X-SSL-Client-Verify")).containsExactly("0");
    assertThat(seen.headers("X-SSL-Client-Serial")).containsExactly("ABCDEF");
    assertThat(seen.headers("X-SSL-Client-Version")).containsExactly("3");
    assertThat(seen.headers("X-SSL-Client-SHA1"))
        .containsExactly(
            HexFormat.of()
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-1").digest(der)));
    assertThat(seen.headers("X-SSL-Client-DN")).containsExactly("/O=org/OU=team/CN=app");
    assertThat(seen.headers("X-SSL-Client-CN")).containsExactly("app");
    assertThat(seen.headers("X-SSL-Issuer")).containsExactly("/O=org/CN=clients");
    assertThat(seen.headers("X-SSL-Client-NotBefore")).containsExactly("261101160506Z");
    assertThat(seen.headers("X-SSL-Client-NotAfter")).containsExactly("461101160506Z");
    assertThat(seen.headers("X-SSL-Client-DER"))
        .containsExactly(Base64.getEncoder().encodeToString(der));
  }

  @Test
  @Behaviour({"TLS-055", "TLS-056"})
  void whatClientsClaimIsReplacedByNothing() throws Exception {
    serve(false);
    String[] lines = {
      "X-SSL-Client-DN: /CN=admin", "X-SSL-Client-Subject: /CN=admin", "X-SSL-Client-CN: admin"
    };
    get((X509Bundle) null, HOST, lines);
    OriginRequest inside = origin.nextRequest();
    assertThat(inside.headers("X-SSL")).containsExactly("1");
    assertThat(inside.headers("X-SSL-Client-Verify")).containsExactly("0");
    for (String name :
        List.of(
            "X-SSL-Client-Serial",
            "X-SSL-Client-Version",
            "X-SSL-Client-SHA1",
            "X-SSL-Client-DN",
            "X-SSL-Client-CN",
            "X-SSL-Issuer",
            "X-SSL-Client-NotBefore",
            "X-SSL-Client-NotAfter",
            "X-SSL-Client-DER")) {
      assertThat(inside.headers(name)).as(name).containsExactly("");
    }
    assertThat(inside.headers("X-SSL-Client-Subject")).isEmpty();
    try (Http1Client plain = Http1Client.plain(router.httpPort())) {
      assertThat(plain.get(HOST, "/", lines).status()).isEqualTo(200);
    }
    OriginRequest outside = origin.nextRequest();
    assertThat(outside.headerLines())
        .noneMatch(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("x-ssl"));
  }

  @Test
  @Behaviour({"TLS-051", "TLS-054", "TLS-061"})
  void subjectsThatNoPatternFindsGet403() throws Exception {
    serve(true, "^/CN=nobody$", "/OU=te.m/");
    Answer served = get(app, HOST);
    assertThat(served.status()).isEqualTo(200);
    assertThat(served.header("strict-transport-security")).isEqualTo("max-age=5");
    X509Bundle other = issue("CN=app,OU=other,O=org", 7);
    Answer refused = get(other, HOST);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("strict-transport-security")).isNull();
    assertThat(get(other, "unknown.apps.test").status()).isEqualTo(403);
  }

  @Test
  @Behaviour("TLS-054")
  void withoutCertificateTheSubjectIsEmpty() throws Exception {
    serve(false, "/CN=app");
    assertThat(get((X509Bundle) null, HOST).status()).isEqualTo(403);
    serve(false, "/CN=app|^$");
    assertThat(get((X509Bundle) null, HOST).status()).isEqualTo(200);
  }

  /** A host that asks for nothing would be a way around the policy of all others. */
  @ParameterizedTest
  @CsvSource({
    "app.apps.test, app.apps.test",
    "certified.apps.test, certified.apps.test",
    "reencrypt.apps.test, reencrypt.apps.test",
    "unknown.apps.test, app.apps.test",
    ", app.apps.test",
    ", certified.apps.test",
    ", reencrypt.apps.test",
  })
  @Behaviour({"TLS-049", "TLS-052"})
  void everyHostWhoseTlsEndsHereAsksWithServerNameOrWithout(@Nullable String sni, String host)
      throws Exception {
    serve(true);
    assertThat(ask(TestCertificates.client(app), sni, host).status()).isEqualTo(200);
    origin.reset();
    secure.reset();
    for (X509Bundle wrong : new @Nullable X509Bundle[] {null, stranger}) {
      assertThatThrownBy(() -> ask(TestCertificates.client(wrong), sni, host))
          .isInstanceOf(IOException.class);
    }
    assertThat(origin.requestCount() + secure.requestCount()).isZero();
  }

  @Test
  @Behaviour("TLS-052")
  void passthroughAndThePlainPortAskForNothing() throws Exception {
    serve(true, "/CN=nobody");
    assertThat(get((X509Bundle) null, "pass.apps.test").status()).isEqualTo(200);
    try (Http1Client plain = Http1Client.plain(router.httpPort())) {
      assertThat(plain.get(HOST, "/").status()).isEqualTo(200);
    }
  }

  @Test
  @Behaviour({"TLS-057", "LIM-019"})
  void revokedCertificatesAndUnknownListsAreRefused() throws Exception {
    X509Bundle good = issue("CN=good", 21);
    X509Bundle revoked = issue("CN=revoked", 22);
    RevocationServer lists = RevocationServer.getInstance();
    lists.register(authority);
    lists.revoke(revoked, BEGIN);
    Bytes list;
    try (InputStream in = lists.getCrlUri(authority).toURL().openStream()) {
      list = Bytes.of(in.readAllBytes());
    }
    serve(true, true, List.of(), new String[0]);
    refused(good);
    serve(true, true, List.of(list), new String[0]);
    assertThat(get(good, HOST).status()).isEqualTo(200);
    refused(revoked);
    serve(true, false, List.of(), new String[0]);
    assertThat(get(revoked, HOST).status()).isEqualTo(200);
  }

  @Test
  void resumedSessionsKnowTheirCertificateAndEndWithThePolicy() throws Exception {
    serve(true);
    SSLContext context = TestCertificates.client(app);
    assertThat(get(context, HOST).status()).isEqualTo(200);
    origin.nextRequest();
    assertThat(get(context, HOST).status()).isEqualTo(200);
    assertThat(origin.nextRequest().header("X-SSL-Client-CN")).isEqualTo("app");
    serve(true, true, List.of(), new String[0]);
    assertThatThrownBy(() -> get(context, HOST)).isInstanceOf(IOException.class);
  }
}
