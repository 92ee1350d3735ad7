package dev.causeway.routing.compile;

import static dev.causeway.routing.given.GivenRoute.key;
import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.admission.Reason;
import dev.causeway.routing.admission.Verdict;
import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenCertificates;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.EndpointSet;
import dev.causeway.routing.model.Features;
import dev.causeway.routing.model.HeaderAction;
import dev.causeway.routing.model.HeaderActions;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Settings;
import dev.causeway.routing.model.TrustBundle;
import dev.causeway.routing.model.Upstream;
import dev.causeway.routing.model.UpstreamTls;
import dev.causeway.routing.model.VirtualHost;
import dev.causeway.routing.model.WeightedUpstream;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.X509Bundle;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VirtualHostTest {
  private static final X509Bundle EC = GivenCertificates.ec("ec.test");
  private static final X509Bundle OTHER_EC = GivenCertificates.ec("other.test");
  private static final X509Bundle RSA = GivenCertificates.rsa("rsa.test");

  private final CompiledShard shard = new CompiledShard();
  private final ShardCompiler compiler = shard.compiler;

  @Test
  @Behaviour("HO-039")
  void longestPathComesFirstAndTheEmptyPathLast() {
    shard.apply(
        site("root").path("/"),
        site("none"),
        site("foo").path("/foo"),
        site("foos").path("/foo/"),
        site("bar").path("/bar"));

    assertThat(shard.host("x.test").rules())
        .extracting(Rule::path)
        .containsExactly("/foo/", "/bar", "/foo", "/", "");
  }

  @Test
  @Behaviour({"RT-041", "RT-040", "RT-012"})
  void weightsAreDefaultedBoundedAndTheLastOfAServiceCounts() {
    shard.apply(site("s").to("app", null).also("b", 300).also("c", -1).also("app", 7));

    assertThat(shard.host("x.test").rules().getFirst().backends())
        .containsExactly(
            new WeightedUpstream("web/app:*", 7),
            new WeightedUpstream("web/b:*", 256),
            new WeightedUpstream("web/c:*", 0));
    assertThat(compiler.notices().get(key("web", "s"))).hasSize(2);
  }

  @Test
  @Behaviour("RT-079")
  void missingServiceDoesNotAffectAdmission() {
    shard.apply(site("s").to("gone", 1));

    assertThat(verdict("s").admitted()).isTrue();
  }

  @Test
  void namesThatNoServiceCanHaveCannotImitateOtherUpstreams() {
    shard.apply(site("a").to("app:x", 1).targetPort("*"), site("b").path("/b").targetPort("x"));

    assertThat(shard.all(Upstream.class))
        .extracting(Upstream::name)
        .containsExactlyInAnyOrder("web/app%3ax:%2a", "web/app:x");
  }

  @Test
  @Behaviour({"TLS-033", "RT-019"})
  void reencryptVerifiesAgainstItsDestinationCaWithoutNames() {
    shard.apply(site("s").tls("reencrypt").destinationCa(EC.getCertificatePEM()));

    TrustBundle bundle = shard.all(TrustBundle.class).getFirst();
    assertThat(shard.all(Upstream.class).getFirst().tls())
        .isEqualTo(new UpstreamTls(bundle.name(), null));
    assertThat(compiler.notices()).isEmpty();
  }

  @Test
  @Behaviour("TLS-035")
  void reencryptWithoutAnyCaIsNotVerifiedAndSaysSo() {
    shard.apply(site("s").tls("reencrypt"), site("plain").path("/plain"));

    assertThat(shard.all(Upstream.class))
        .extracting(Upstream::tls)
        .containsExactlyInAnyOrder(new UpstreamTls(null, null), null);
    assertThat(notice("s")).contains("NOT verified");
  }

  @Test
  @Behaviour({"TLS-006", "TLS-009"})
  void lastRouteByNamespaceAndNameGivesTheCertificate() {
    shard.apply(
        site("b").path("/b").tls("edge").certificate(pem(EC), EC.getPrivateKeyPEM()).age(1),
        site("a").path("/a").tls("edge").certificate(pem(OTHER_EC), OTHER_EC.getPrivateKeyPEM()),
        site("c").path("/c").tls("edge"));

    assertThat(shard.host("x.test").certificates()).containsExactly(shard.certificateOf(EC).name());
    assertThat(shard.all(Certificate.class)).hasSize(1);
  }

  @Test
  @Behaviour("TLS-010")
  void ecAndRsaArePairedWithEcFirst() {
    shard.apply(
        site("a").path("/a").tls("edge").certificate(pem(EC), EC.getPrivateKeyPEM()),
        site("b").path("/b").tls("reencrypt").certificate(pem(RSA), RSA.getPrivateKeyPEM()));

    assertThat(shard.host("x.test").certificates())
        .containsExactly(shard.certificateOf(EC).name(), shard.certificateOf(RSA).name());
  }

  @Test
  void certificateUsedByManyHostsTravelsOnceAndGoesWithTheLast() {
    shard.apply(
        site("a").host("a.test").tls("edge").certificate(pem(EC), EC.getPrivateKeyPEM()),
        site("b").host("b.test").tls("edge").certificate(pem(EC), EC.getPrivateKeyPEM()));
    assertThat(shard.all(Certificate.class)).hasSize(1);

    compiler.apply(List.of(Given.remove(InputKind.ROUTE, "web", "a")));
    assertThat(shard.all(Certificate.class)).hasSize(1);
    compiler.apply(List.of(Given.remove(InputKind.ROUTE, "web", "b")));
    assertThat(shard.all(Certificate.class)).isEmpty();
  }

  @Test
  @Behaviour({"HO-003", "RT-048", "RT-077"})
  void brokenCertificateRejectsOnlyItsRouteWhichKeepsItsClaim() {
    shard.apply(
        site("old").age(1).path("/a").tls("edge").certificate("garbage", "garbage"),
        site("young").age(2).path("/a"),
        site("sibling").age(3).path("/b"),
        route("other", "foreign").age(4).host("x.test").path("/c"));

    assertThat(reason("web", "old")).isEqualTo(Reason.EXTENDED_VALIDATION_FAILED);
    assertThat(reason("web", "young")).isEqualTo(Reason.HOST_ALREADY_CLAIMED);
    assertThat(reason("other", "foreign")).isEqualTo(Reason.HOST_ALREADY_CLAIMED);
    assertThat(shard.host("x.test").rules()).extracting(Rule::path).containsExactly("/b");
  }

  @Test
  @Behaviour({"HO-008", "HO-012", "RT-078"})
  void olderRouteThatMovesToAHostDisplacesItsHolders() {
    shard.apply(
        route("a", "old").age(1).host("elsewhere.test"),
        site("one").age(2).path("/1"),
        site("two").age(3).path("/2"));
    CompileUpdate update =
        compiler.apply(List.of(route("a", "old").age(1).host("x.test").path("/9").put()));

    assertThat(update.verdicts())
        .containsOnlyKeys(key("a", "old"), key("web", "one"), key("web", "two"));
    assertThat(reason("web", "one")).isEqualTo(Reason.HOST_ALREADY_CLAIMED);
    assertThat(shard.host("x.test").ownerNamespace()).isEqualTo("a");
    assertThat(shard.host("x.test").rules()).extracting(Rule::path).containsExactly("/9");
  }

  @Test
  @Behaviour({"HO-011", "RT-078"})
  void waitingRouteIsActivatedWhenTheOwnerDisappears() {
    shard.apply(
        route("a", "old").age(1).host("x.test"), site("young").age(2), site("third").age(3));
    assertThat(reason("web", "young")).isEqualTo(Reason.HOST_ALREADY_CLAIMED);

    compiler.apply(List.of(Given.remove(InputKind.ROUTE, "a", "old")));

    assertThat(verdict("young").admitted()).isTrue();
    assertThat(reason("web", "third")).isEqualTo(Reason.HOST_ALREADY_CLAIMED);
    assertThat(shard.host("x.test").ownerNamespace()).isEqualTo("web");
  }

  @Test
  @Behaviour("HO-010")
  void editOfTlsAloneIsContestedAgain() {
    shard.apply(site("pass").age(1).tls("passthrough"), site("plain").age(2).path("/p"));
    assertThat(verdict("plain").admitted()).isTrue();

    shard.apply(site("plain").age(2).path("/p").tls("edge"));

    assertThat(reason("web", "plain")).isEqualTo(Reason.HOST_ALREADY_CLAIMED);

    shard.apply(site("pass").age(1).path("/").tls("edge"));

    assertThat(verdict("plain").admitted()).isTrue();
  }

  @Test
  @Behaviour("HO-009")
  void ageDecidesAgainstAnIncumbentToo() {
    shard.apply(
        site("a").age(1).path("/x"), site("b").age(2).path("/z"), site("c").age(3).path("/y"));
    assertThat(verdict("c").admitted()).isTrue();

    shard.apply(site("b").age(2).path("/y"));

    assertThat(verdict("b").admitted()).isTrue();
    assertThat(reason("web", "c")).isEqualTo(Reason.HOST_ALREADY_CLAIMED);
  }

  @Test
  @Behaviour({"RT-050", "RT-075", "TLS-012"})
  void externalCertificateFollowsItsSecret() {
    shard.apply(site("s").tls("edge").external("site"));
    assertThat(reason("web", "s")).isEqualTo(Reason.EXTERNAL_CERTIFICATE_VALIDATION_FAILED);

    compiler.apply(List.of(Given.tlsSecret("web", "site", pem(EC), EC.getPrivateKeyPEM())));
    assertThat(verdict("s").admitted()).isTrue();
    assertThat(shard.host("x.test").certificates()).containsExactly(shard.certificateOf(EC).name());

    CompileUpdate update =
        compiler.apply(List.of(Given.tlsSecret("web", "site", pem(RSA), RSA.getPrivateKeyPEM())));
    assertThat(update.verdicts()).isEmpty();
    assertThat(shard.all(Certificate.class))
        .extracting(Certificate::algorithm)
        .containsExactly(KeyAlgorithm.RSA);

    compiler.apply(List.of(Given.remove(InputKind.SECRET, "web", "site")));
    assertThat(reason("web", "s")).isEqualTo(Reason.EXTERNAL_CERTIFICATE_VALIDATION_FAILED);
    assertThat(shard.all(VirtualHost.class)).isEmpty();
  }

  @Test
  @Behaviour("RT-042")
  void servicesOfOtherNamespacesAreOutOfReach() {
    compiler.apply(List.of(Given.pods("elsewhere", "app", "10.0.0.1")));
    shard.apply(site("s").to("app", 1));
    assertThat(shard.all(EndpointSet.class))
        .singleElement()
        .satisfies(set -> assertThat(set.endpoints()).isEmpty());
    compiler.apply(List.of(Given.pods("web", "app", "10.0.0.2")));
    assertThat(shard.all(EndpointSet.class).getFirst().endpoints())
        .extracting(endpoint -> endpoint.address())
        .containsExactly("10.0.0.2");
  }

  @Test
  @Behaviour("TLS-014")
  void defaultCertificateComesFromTheSecretTheControllerNames() {
    InputChange controller =
        new InputChange.Put(
            Given.controller(
                LabelSelector.EVERYTHING, LabelSelector.EVERYTHING, "", "", "the-default"));
    compiler.apply(List.of(controller));
    assertThat(shard.all(Settings.class).getFirst().defaultCertificates()).isEmpty();
    assertThat(compiler.notices().values().iterator().next().getFirst().message())
        .contains("Secret openshift-ingress/the-default does not exist");

    String both = pem(EC) + EC.getPrivateKeyPEM();
    compiler.apply(
        List.of(Given.tlsSecret("openshift-ingress", "the-default", both, "not looked at")));
    assertThat(shard.all(Settings.class).getFirst().defaultCertificates())
        .containsExactly(shard.certificateOf(EC).name());
    assertThat(compiler.notices()).isEmpty();
  }

  @Test
  @Behaviour({"HO-015", "HO-011"})
  void relabelledNamespaceGivesItsHostsUp() {
    compiler.apply(
        List.of(
            new InputChange.Put(
                Given.controller(
                    LabelSelector.EVERYTHING,
                    GivenRoute.labelled("shard", "one"),
                    "Strict",
                    "",
                    "")),
            Given.namespace("a", Map.of("shard", "one")),
            Given.namespace("web", Map.of("shard", "one")),
            route("a", "old").age(1).host("x.test").put(),
            site("young").age(2).put()));
    assertThat(shard.host("x.test").ownerNamespace()).isEqualTo("a");

    CompileUpdate update = compiler.apply(List.of(Given.namespace("a", Map.of("shard", "two"))));

    assertThat(update.forgotten()).containsExactly(key("a", "old"));
    assertThat(shard.host("x.test").ownerNamespace()).isEqualTo("web");
  }

  @Test
  @Behaviour({"HO-007", "HO-004"})
  void changedOwnershipIsContestedAgain() {
    shard.apply(site("one").age(1).path("/1"), route("b", "two").age(2).host("x.test").path("/2"));
    assertThat(shard.host("x.test").rules()).hasSize(1);

    compiler.apply(List.of(Given.admission("InterNamespaceAllowed", "")));
    assertThat(shard.host("x.test").rules()).hasSize(2);

    compiler.apply(List.of(Given.admission("", "")));
    assertThat(shard.host("x.test").rules()).hasSize(1);
  }

  @Test
  void changeOfOneRouteTouchesOneHostAmongMany() {
    compiler.apply(
        IntStream.range(0, 500)
            .mapToObj(i -> route("web", "r" + i).host("h" + i + ".apps.test").put())
            .toList());

    CompileUpdate update =
        compiler.apply(List.of(route("web", "r7").host("h7.apps.test").path("/new").put()));

    assertThat(update.upserts())
        .extracting(resource -> resource.name())
        .containsExactly("h7.apps.test");
    assertThat(update.verdicts()).isEmpty();
  }

  @Test
  @Behaviour({"RT-023", "RT-024"})
  void headerActionsArePartOfTheRuleAndRequireARouterThatKnowsThem() {
    shard.apply(
        site("s")
            .requestHeader("X-A", "%[req.hdr(Host),lower]")
            .responseHeader("X-B", null)
            .requestHeader("Content-Length", "5"));

    Rule rule = shard.host("x.test").rules().getFirst();
    assertThat(rule.policies().headerActions())
        .isEqualTo(
            new HeaderActions(
                List.of(new HeaderAction("X-A", "%[req.hdr(Host),lower]")),
                List.of(new HeaderAction("X-B", null))));
    assertThat(rule.requires()).containsExactly(Features.HEADER_ACTIONS);
    assertThat(Objects.requireNonNull(compiler.notices().get(key("web", "s"))).getFirst().field())
        .isEqualTo("spec.httpHeaders.actions.request[1].name");
  }

  private static GivenRoute site(String name) {
    return route("web", name).host("x.test");
  }

  private static String pem(X509Bundle bundle) {
    return bundle.getCertificatePEM();
  }

  private Verdict verdict(String name) {
    return Objects.requireNonNull(compiler.verdicts().get(key("web", name)));
  }

  private Reason reason(String namespace, String name) {
    Verdict verdict = Objects.requireNonNull(compiler.verdicts().get(key(namespace, name)));
    assertThat(verdict.reason()).isNotNull();
    return Objects.requireNonNull(verdict.reason());
  }

  private String notice(String name) {
    return Objects.requireNonNull(compiler.notices().get(key("web", name))).getFirst().message();
  }
}
