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
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which certificates hosts and shards have, and what becomes of that when they change. */
class ServedCertificatesTest {
  private static final X509Bundle EC = GivenCertificates.ec("ec.test");
  private static final X509Bundle OTHER_EC = GivenCertificates.ec("other.test");
  private static final X509Bundle RSA = GivenCertificates.rsa("rsa.test");

  private final CompiledShard shard = new CompiledShard();
  private final ShardCompiler compiler = shard.compiler;

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

    assertThat(shard.host("*.parent.test").certificates())
        .containsExactly(shard.certificateOf(EC).name());
    assertThat(shard.all(VirtualHost.class))
        .extracting(VirtualHost::name)
        .containsExactlyInAnyOrder("*.parent.test", "bare.test");
    assertThat(shard.host("bare.test").certificates()).isEmpty();
  }

  @Test
  @Behaviour("TLS-012")
  void changedCertificateOfARouteTakesThePlaceOfTheOldOne() {
    shard.apply(site("s").tls("edge").certificate(pem(EC), EC.getPrivateKeyPEM()));
    String before = shard.certificateOf(EC).name();

    shard.apply(site("s").tls("edge").certificate(pem(OTHER_EC), OTHER_EC.getPrivateKeyPEM()));

    assertThat(shard.host("x.test").certificates())
        .containsExactly(shard.certificateOf(OTHER_EC).name())
        .doesNotContain(before);
    assertThat(shard.all(Certificate.class)).hasSize(1);
  }

  @Test
  @Behaviour({"TLS-014", "TLS-012"})
  void defaultCertificateFollowsItsSecretAndTheController() {
    compiler.apply(
        List.of(
            defaultCertificate("first"),
            Given.tlsSecret("openshift-ingress", "first", pem(EC), EC.getPrivateKeyPEM()),
            Given.tlsSecret("openshift-ingress", "second", pem(RSA), RSA.getPrivateKeyPEM())));
    assertThat(defaultCertificates()).containsExactly(shard.certificateOf(EC).name());

    compiler.apply(
        List.of(
            Given.tlsSecret(
                "openshift-ingress", "first", pem(OTHER_EC), OTHER_EC.getPrivateKeyPEM())));
    assertThat(defaultCertificates()).containsExactly(shard.certificateOf(OTHER_EC).name());

    compiler.apply(List.of(defaultCertificate("second")));
    assertThat(defaultCertificates()).containsExactly(shard.certificateOf(RSA).name());
    assertThat(shard.all(Certificate.class)).hasSize(1);
    assertThat(compiler.notices()).isEmpty();
  }

  private static InputChange defaultCertificate(String secret) {
    return new InputChange.Put(
        Given.controller(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING, "", "", secret));
  }

  private List<String> defaultCertificates() {
    return shard.all(Settings.class).getFirst().defaultCertificates();
  }

  private static GivenRoute site(String name) {
    return route("web", name).host("x.test");
  }

  private static String pem(X509Bundle bundle) {
    return bundle.getCertificatePEM();
  }
}
