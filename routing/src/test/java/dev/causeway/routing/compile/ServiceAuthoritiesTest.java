package dev.causeway.routing.compile;

import static dev.causeway.routing.given.GivenRoute.key;
import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Notice;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenCertificates;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.pem.InvalidPemException;
import dev.causeway.routing.pem.TrustAnchors;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.X509Bundle;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ServiceAuthoritiesTest {
  private static final X509Bundle CA = GivenCertificates.ec("ca.test");
  private static final X509Bundle NEXT = GivenCertificates.ec("next.test");
  private static final ObjectKey CONFIG_MAP =
      new ObjectKey(InputKind.CONFIG_MAP, "openshift-ingress", "service-ca-bundle");

  private final CompiledShard shard = new CompiledShard();
  private final ShardCompiler compiler = shard.compiler;

  private void apply(InputChange... changes) {
    compiler.apply(List.of(changes));
  }

  private static GivenRoute reencrypt(String name) {
    return route("web", name).host(name + ".test").to("app", 1).tls("reencrypt");
  }

  private static InputChange ca(X509Bundle bundle) {
    return Given.serviceCa(bundle.getCertificatePEM());
  }

  private static String name(X509Bundle bundle) throws InvalidPemException {
    return TrustAnchors.read(bundle.getCertificatePEM()).name();
  }

  private UpstreamTls tls(String service) {
    return shard.all(Upstream.class).stream()
        .filter(upstream -> upstream.service().equals(service))
        .map(Upstream::tls)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private List<String> notices(ObjectKey object) {
    return compiler.notices().getOrDefault(object, List.of()).stream()
        .map(Notice::message)
        .toList();
  }

  @Test
  @Behaviour("TLS-034")
  void everyBackendIsVerifiedByTheNameOfItsOwnService() throws Exception {
    apply(ca(CA), reencrypt("s").also("other", 1).put());

    assertThat(tls("app")).isEqualTo(new UpstreamTls(name(CA), "app.web.svc"));
    assertThat(tls("other")).isEqualTo(new UpstreamTls(name(CA), "other.web.svc"));
    assertThat(shard.all(TrustBundle.class))
        .extracting(TrustBundle::name)
        .containsExactly(name(CA));
    assertThat(compiler.notices()).isEmpty();
  }

  @Test
  @Behaviour("TLS-033")
  void anOwnCaWinsAndAsksForNoName() throws Exception {
    apply(ca(CA), reencrypt("s").destinationCa(NEXT.getCertificatePEM()).put());

    assertThat(tls("app")).isEqualTo(new UpstreamTls(name(NEXT), null));
    assertThat(shard.all(TrustBundle.class))
        .extracting(TrustBundle::name)
        .containsExactly(name(NEXT));
  }

  @Test
  @Behaviour("TLS-034")
  void rotationReachesTheRoutesItConcernsAndNoOthers() throws Exception {
    apply(ca(CA), reencrypt("s").put(), route("web", "e").host("e.test").tls("edge").put());

    CompileUpdate update = compiler.apply(List.of(ca(NEXT)));

    assertThat(tls("app")).isEqualTo(new UpstreamTls(name(NEXT), "app.web.svc"));
    assertThat(shard.all(TrustBundle.class))
        .extracting(TrustBundle::name)
        .containsExactly(name(NEXT));
    assertThat(update.upserts())
        .extracting(resource -> resource.key().name())
        .contains("s.test")
        .doesNotContain("e.test");
  }

  @Test
  @Behaviour("TLS-035")
  void withoutTheConfigMapNothingIsVerifiedAndTheRouteSaysWhatWouldHelp() {
    apply(ca(CA), reencrypt("s").put());
    apply(Given.remove(InputKind.CONFIG_MAP, "openshift-ingress", "service-ca-bundle"));

    assertThat(tls("app")).isEqualTo(new UpstreamTls(null, null));
    assertThat(notices(key("web", "s")))
        .singleElement()
        .asString()
        .contains(
            "NOT verified", "service-ca.crt of ConfigMap openshift-ingress/service-ca-bundle");
  }

  @Test
  void whatCannotBeReadLeavesInForceWhatStoodThere() throws Exception {
    apply(ca(CA), reencrypt("s").put());
    apply(Given.serviceCa("-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n"));

    assertThat(tls("app")).isEqualTo(new UpstreamTls(name(CA), "app.web.svc"));
    assertThat(notices(CONFIG_MAP)).singleElement().asString().contains("stay in force");
    assertThat(notices(key("web", "s"))).isEmpty();

    ShardCompiler anew = new ShardCompiler(Given.OPTIONS, compiler);
    anew.apply(List.of(Given.serviceCa("none"), reencrypt("s").put()));
    assertThat(anew.resources())
        .filteredOn(Upstream.class::isInstance)
        .extracting(upstream -> ((Upstream) upstream).tls())
        .containsExactly(new UpstreamTls(name(CA), "app.web.svc"));

    apply(ca(NEXT));
    assertThat(tls("app")).isEqualTo(new UpstreamTls(name(NEXT), "app.web.svc"));
    assertThat(notices(CONFIG_MAP)).isEmpty();
  }

  @Test
  void whatCouldNeverBeReadIsNoneAndBothObjectsSaySo() {
    apply(Given.serviceCa(""), reencrypt("s").put());

    assertThat(tls("app")).isEqualTo(new UpstreamTls(null, null));
    assertThat(notices(CONFIG_MAP)).singleElement().asString().contains("NOT verified");
    assertThat(notices(key("web", "s"))).singleElement().asString().contains("NOT verified");
  }

  @Test
  void configMapsOfOtherNamesAreNotAsked() {
    ShardCompiler none = new ShardCompiler(Given.options(null));
    none.apply(List.of(ca(CA), reencrypt("s").put()));

    assertThat(none.resources()).noneMatch(TrustBundle.class::isInstance);
  }
}
