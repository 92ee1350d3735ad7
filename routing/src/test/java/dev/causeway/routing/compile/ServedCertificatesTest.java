package dev.causeway.routing.compile;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenCertificates;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.X509Bundle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which certificates hosts and shards have, and what becomes of that when they change. */
class ServedCertificatesTest {
  private static final X509Bundle EC = GivenCertificates.ec("ec.test");
  private static final X509Bundle OTHER_EC = GivenCertificates.ec("other.test");
  private static final X509Bundle RSA = GivenCertificates.rsa("rsa.test");

  private final ShardCompiler compiler = new ShardCompiler(Given.OPTIONS);

  @Test
  @Behaviour("TLS-006")
  void certificateOfASubdomainRouteIsForOneLabelBelowItsParent() {
    compiler.apply(
        List.of(
            Given.admission("", "WildcardsAllowed"),
            site("w")
                .host("www.parent.test")
                .wildcard()
                .tls("edge")
                .certificate(pem(EC), EC.getPrivateKeyPEM())
                .put(),
            site("bare").host("bare.test").tls("edge").put()));

    assertThat(host("*.parent.test").certificates()).containsExactly(certificateOf(EC).name());
    assertThat(all(VirtualHost.class))
        .extracting(VirtualHost::name)
        .containsExactlyInAnyOrder("*.parent.test", "bare.test");
    assertThat(host("bare.test").certificates()).isEmpty();
  }

  @Test
  @Behaviour("TLS-012")
  void changedCertificateOfARouteTakesThePlaceOfTheOldOne() {
    apply(site("s").tls("edge").certificate(pem(EC), EC.getPrivateKeyPEM()));
    String before = certificateOf(EC).name();

    apply(site("s").tls("edge").certificate(pem(OTHER_EC), OTHER_EC.getPrivateKeyPEM()));

    assertThat(host("x.test").certificates())
        .containsExactly(certificateOf(OTHER_EC).name())
        .doesNotContain(before);
    assertThat(all(Certificate.class)).hasSize(1);
  }

  @Test
  @Behaviour({"TLS-014", "TLS-012"})
  void defaultCertificateFollowsItsSecretAndTheController() {
    compiler.apply(
        List.of(
            defaultCertificate("first"),
            Given.tlsSecret("openshift-ingress", "first", pem(EC), EC.getPrivateKeyPEM()),
            Given.tlsSecret("openshift-ingress", "second", pem(RSA), RSA.getPrivateKeyPEM())));
    assertThat(defaultCertificates()).containsExactly(certificateOf(EC).name());

    compiler.apply(
        List.of(
            Given.tlsSecret(
                "openshift-ingress", "first", pem(OTHER_EC), OTHER_EC.getPrivateKeyPEM())));
    assertThat(defaultCertificates()).containsExactly(certificateOf(OTHER_EC).name());

    compiler.apply(List.of(defaultCertificate("second")));
    assertThat(defaultCertificates()).containsExactly(certificateOf(RSA).name());
    assertThat(all(Certificate.class)).hasSize(1);
    assertThat(compiler.notices()).isEmpty();
  }

  private static InputChange defaultCertificate(String secret) {
    return new InputChange.Put(
        Given.controller(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING, "", "", secret));
  }

  private List<String> defaultCertificates() {
    return all(Settings.class).getFirst().defaultCertificates();
  }

  private static GivenRoute site(String name) {
    return route("web", name).host("x.test");
  }

  private static String pem(X509Bundle bundle) {
    return bundle.getCertificatePEM();
  }

  private void apply(GivenRoute... routes) {
    compiler.apply(Arrays.stream(routes).map(GivenRoute::put).toList());
  }

  private Certificate certificateOf(X509Bundle bundle) {
    return all(Certificate.class).stream()
        .filter(
            certificate ->
                Arrays.equals(
                    certificate.privateKey().reveal(),
                    bundle.getKeyPair().getPrivate().getEncoded()))
        .findFirst()
        .orElseThrow();
  }

  private VirtualHost host(String name) {
    return all(VirtualHost.class).stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private <T> List<T> all(Class<T> type) {
    return compiler.resources().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
