package dev.causeway.routing.admission;

import static dev.causeway.routing.given.GivenRoute.route;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.given.GivenCertificates;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.BackendRef;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.pem.ServingCertificate;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.X509Bundle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteValidationTest {
  private static final X509Bundle SITE = GivenCertificates.ec("x.test");

  private final Map<ObjectKey, SecretInput> secrets = new HashMap<>();

  @Test
  @Behaviour({"RT-044", "RT-015"})
  void terminationIsDefaultedAndHistoricSpellingsAreRead() {
    assertThat(valid(any()).termination()).isEqualTo(Termination.NONE);
    assertThat(valid(any().tls("")).termination()).isEqualTo(Termination.EDGE);
    assertThat(valid(any().tls("Edge")).termination()).isEqualTo(Termination.EDGE);
    assertThat(valid(any().tls("Reencrypt")).termination()).isEqualTo(Termination.REENCRYPT);
    assertThat(valid(any().tls("Passthrough")).termination()).isEqualTo(Termination.PASSTHROUGH);
    assertThat(field(any().tls("EDGE"))).isEqualTo("spec.tls.termination");
    assertThat(field(any().tls("").destinationCa(SITE.getCertificatePEM())))
        .isEqualTo("spec.tls.termination");
  }

  @Test
  @Behaviour({"RT-047", "RT-020"})
  void insecurePoliciesDependOnTheTermination() {
    for (String termination : new String[] {"edge", "reencrypt"}) {
      assertThat(policy(termination, "")).isEqualTo(InsecurePolicy.NONE);
      assertThat(policy(termination, "None")).isEqualTo(InsecurePolicy.NONE);
      assertThat(policy(termination, "Allow")).isEqualTo(InsecurePolicy.ALLOW);
      assertThat(policy(termination, "Redirect")).isEqualTo(InsecurePolicy.REDIRECT);
    }
    assertThat(policy("passthrough", "Redirect")).isEqualTo(InsecurePolicy.REDIRECT);
    assertThat(field(any().tls("passthrough").insecure("Allow")))
        .isEqualTo("spec.tls.insecureEdgeTerminationPolicy");
    assertThat(field(any().tls("edge").insecure("redirect")))
        .isEqualTo("spec.tls.insecureEdgeTerminationPolicy");
  }

  @Test
  @Behaviour({"RT-046", "RT-080"})
  void passthroughForbidsEveryCertificate() {
    secret("site", SITE.getCertificatePEM(), SITE.getPrivateKeyPEM());
    Rejection all =
        invalid(
            any()
                .tls("passthrough")
                .certificate(SITE.getCertificatePEM(), SITE.getPrivateKeyPEM())
                .ca(SITE.getCertificatePEM())
                .destinationCa(SITE.getCertificatePEM()));

    assertThat(all.message())
        .contains(
            "spec.tls.certificate",
            "spec.tls.key",
            "spec.tls.caCertificate",
            "spec.tls.destinationCACertificate");
    assertThat(field(any().tls("passthrough").external("site")))
        .isEqualTo("spec.tls.externalCertificate");
  }

  @Test
  @Behaviour("RT-046")
  void edgeForbidsADestinationCaAndExternalExcludesInline() {
    secret("site", SITE.getCertificatePEM(), SITE.getPrivateKeyPEM());

    assertThat(field(any().tls("edge").destinationCa(SITE.getCertificatePEM())))
        .isEqualTo("spec.tls.destinationCACertificate");
    assertThat(
            field(
                any()
                    .tls("edge")
                    .certificate(SITE.getCertificatePEM(), SITE.getPrivateKeyPEM())
                    .external("site")))
        .isEqualTo("spec.tls.externalCertificate");
  }

  @Test
  @Behaviour({"RT-072", "RT-045"})
  void messageAggregatesAllProblems() {
    Rejection rejection =
        invalid(any().path("nope").tls("reencrypt").destinationCa("# placeholder").insecure("x"));

    assertThat(rejection.reason()).isEqualTo(Reason.EXTENDED_VALIDATION_FAILED);
    assertThat(rejection.message())
        .contains(
            "spec.path: ",
            "spec.tls.insecureEdgeTerminationPolicy: ",
            "spec.tls.destinationCACertificate: ");
  }

  @Test
  @Behaviour({"RT-039", "RT-009"})
  void pathBeginsWithASlashAndIsNotForPassthrough() {
    assertThat(field(any().path("foo"))).isEqualTo("spec.path");
    assertThat(field(any().path("/foo").tls("passthrough"))).isEqualTo("spec.path");
  }

  @Test
  @Behaviour("RT-037")
  void pathThatNoRequestCanHaveIsAdmittedWithARemark() {
    assertThat(valid(any().path("/a?b")).remarks()).hasSize(1);
    assertThat(valid(any().path("/a#b")).remarks()).hasSize(1);
    assertThat(valid(any().path("/a//../%2F;x")).remarks()).isEmpty();
  }

  @Test
  @Behaviour({"RT-010", "RT-011", "RT-013"})
  void backendsAreServicesWithNamesAndAtMostThreeAlternates() {
    assertThat(field(any().to(null))).isEqualTo("spec.to");
    assertThat(field(any().to("", 1))).isEqualTo("spec.to.name");
    assertThat(field(any().to(new BackendRef("Pod", "app", 1)))).isEqualTo("spec.to.kind");
    valid(any().also("a", 1).also("b", 1).also("c", 1));
    assertThat(field(any().also("a", 1).also("b", 1).also("c", 1).also("d", 1)))
        .isEqualTo("spec.alternateBackends");
  }

  @Test
  @Behaviour("RT-043")
  void targetPortZeroIsRefused() {
    assertThat(field(any().targetPort("0"))).isEqualTo("spec.port.targetPort");
  }

  @Test
  @Behaviour({"RT-049", "RT-073", "RT-074"})
  void externalCertificateNeedsATlsSecret() {
    assertThat(invalid(any().tls("edge").external("gone")).reason())
        .isEqualTo(Reason.EXTERNAL_CERTIFICATE_VALIDATION_FAILED);
    put("opaque", "Opaque", Map.of("tls.crt", "x", "tls.key", "y"));
    assertThat(invalid(any().tls("edge").external("opaque")).message())
        .contains("Opaque", "kubernetes.io/tls");
    put("empty", "kubernetes.io/tls", Map.of("tls.crt", "x"));
    assertThat(invalid(any().tls("edge").external("empty")).reason())
        .isEqualTo(Reason.EXTERNAL_CERTIFICATE_VALIDATION_FAILED);
  }

  @Test
  @Behaviour({"RT-049", "RT-073"})
  void externalCertificateThatRoutersMayNotReadIsRefused() {
    ObjectKey key = new ObjectKey(InputKind.SECRET, "web", "withheld");
    secrets.put(
        key,
        new SecretInput(
            key,
            Metadata.EMPTY,
            Origin.UNKNOWN,
            "kubernetes.io/tls",
            Map.of(),
            "may not be used: allow it"));

    Rejection rejection = invalid(any().tls("edge").external("withheld"));
    assertThat(rejection.reason()).isEqualTo(Reason.EXTERNAL_CERTIFICATE_VALIDATION_FAILED);
    assertThat(rejection.message()).endsWith("Secret withheld may not be used: allow it");
  }

  @Test
  @Behaviour({"RT-021", "RT-049", "LIM-018"})
  void externalCertificateIsServed() {
    secret("site", SITE.getCertificatePEM(), SITE.getPrivateKeyPEM());

    assertThat(valid(any().tls("edge").external("site")).certificate()).isNotNull();
  }

  @Test
  @Behaviour("RT-077")
  void externalCertificateIsJudgedBeforeTheRest() {
    assertThat(invalid(any().path("nope").tls("edge").external("gone")).reason())
        .isEqualTo(Reason.EXTERNAL_CERTIFICATE_VALIDATION_FAILED);
    secret("broken", "garbage", SITE.getPrivateKeyPEM());
    Rejection broken = invalid(any().tls("edge").external("broken"));
    assertThat(broken.reason()).isEqualTo(Reason.EXTENDED_VALIDATION_FAILED);
    assertThat(broken.message()).contains("tls.crt of Secret broken").doesNotContain("garbage");
  }

  private static GivenRoute any() {
    return route("web", "shop").host("x.test");
  }

  private void secret(String name, String certificate, String key) {
    put(name, "kubernetes.io/tls", Map.of("tls.crt", certificate, "tls.key", key));
  }

  private void put(String name, String type, Map<String, String> data) {
    ObjectKey key = new ObjectKey(InputKind.SECRET, "web", name);
    Map<String, KeyMaterial> decoded = new HashMap<>();
    data.forEach((field, text) -> decoded.put(field, KeyMaterial.ofText(text)));
    secrets.put(key, new SecretInput(key, Metadata.EMPTY, Origin.UNKNOWN, type, decoded));
  }

  private RouteValidation.Result validate(GivenRoute route) {
    return RouteValidation.validate(route.input(), this::secretAt, ServingCertificate::read);
  }

  private @Nullable SecretInput secretAt(ObjectKey key) {
    return secrets.get(key);
  }

  private RouteValidation.Valid valid(GivenRoute route) {
    RouteValidation.Result result = validate(route);
    assertThat(result).isInstanceOf(RouteValidation.Valid.class);
    return (RouteValidation.Valid) result;
  }

  private Rejection invalid(GivenRoute route) {
    RouteValidation.Result result = validate(route);
    assertThat(result).isInstanceOf(RouteValidation.Invalid.class);
    return ((RouteValidation.Invalid) result).rejection();
  }

  private String field(GivenRoute route) {
    return invalid(route).field();
  }

  private InsecurePolicy policy(String termination, String policy) {
    return valid(any().tls(termination).insecure(policy)).insecurePolicy();
  }
}
