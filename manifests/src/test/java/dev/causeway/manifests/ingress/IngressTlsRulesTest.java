package dev.causeway.manifests.ingress;

import static dev.causeway.manifests.ingress.World.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.testkit.Behaviour;
import io.fabric8.openshift.api.model.TLSConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngressTlsRulesTest {
  private static final String LISTED = "tls: [{hosts: [a.test], secretName: cert}], ";
  private static final String EMPTY_ENTRY = "tls: [{}], ";

  private final World world = new World().tlsSecret("cert");

  private TLSConfig tls(String termination, String tls) {
    return world
        .route(
            termination.isEmpty() ? "" : annotations("route.openshift.io/termination", termination),
            tls + rule("a.test", ""))
        .getSpec()
        .getTls();
  }

  private static String annotations(String... pairs) {
    StringBuilder text = new StringBuilder("annotations: {");
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(pairs[i]).append(": '").append(pairs[i + 1]).append("', ");
    }
    return text.append("}").toString();
  }

  @ParameterizedTest
  @CsvSource({
    "'',          '',           none",
    "edge,        '',           edge",
    "passthrough, '',           passthrough",
    "reencrypt,   '',           reencrypt",
    "Edge,        '',           none",
    "other,       '',           none",
    "'',          'tls: [{}], ', edge",
    "other,       'tls: [{}], ', edge",
    "passthrough, 'tls: [{}], ', passthrough",
    "'',          'tls: [{hosts: [a.test], secretName: cert}], ', edge",
    "reencrypt,   'tls: [{hosts: [a.test], secretName: cert}], ', reencrypt",
    "'',          'tls: [{hosts: [b.test], secretName: cert}], ', none",
    "'',          'tls: [{secretName: cert}], ', none",
  })
  @Behaviour({"IN-016", "IN-017", "AN-028"})
  void tlsComesFromTheAnnotationAListedHostOrAnEmptyEntry(
      String annotated, String tls, String termination) {
    TLSConfig made = tls(annotated, tls);
    assertThat(made == null ? "none" : made.getTermination()).isEqualTo(termination);
  }

  @Test
  @Behaviour("IN-018")
  void insecurePolicyIsRedirectAtFirst() {
    assertThat(tls("", EMPTY_ENTRY).getInsecureEdgeTerminationPolicy()).isEqualTo("Redirect");
    assertThat(tls("passthrough", "").getInsecureEdgeTerminationPolicy()).isEqualTo("Redirect");
  }

  @Test
  @Behaviour("IN-019")
  void certificateAndKeyComeFromTheListedSecret() {
    TLSConfig tls = tls("", LISTED);
    assertThat(tls.getCertificate()).isEqualTo("cert tls.crt");
    assertThat(tls.getKey()).isEqualTo("cert tls.key");
    assertThat(tls.getCaCertificate()).isNull();
    assertThat(tls("", EMPTY_ENTRY).getCertificate()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "none,      'Secret none does not exist'",
    "opaque,    'Secret opaque has type Opaque, not kubernetes.io/tls'",
    "keyless,   'Secret keyless lacks tls.key'",
    "certless,  'Secret certless lacks tls.crt'",
    "'',        'is empty; name a Secret, or for the default certificate leave the host out and"
        + " add the entry {}'",
  })
  @Behaviour({"IN-019", "IN-020"})
  void unusableSecretMeansNoRouteBeItPassthrough(String secret, String problem) {
    world
        .secret("opaque", "Opaque", "tls.crt", "tls.key")
        .secret("keyless", "kubernetes.io/tls", "tls.crt")
        .secret("certless", "kubernetes.io/tls", "tls.key");
    String entry = "tls: [{hosts: [a.test], secretName: '" + secret + "'}], ";
    for (String termination : new String[] {"", "passthrough"}) {
      IngressConversion conversion =
          world.convert(
              termination.isEmpty()
                  ? ""
                  : annotations("route.openshift.io/termination", termination),
              entry + rule("a.test", ""));
      assertThat(conversion.routes()).isEmpty();
      assertThat(conversion.remarks())
          .extracting(IngressRemark::text)
          .containsExactly(
              "spec.rules[0].http.paths[0]: has no Route because of spec.tls[0].secretName: "
                  + problem);
    }
  }

  @Test
  @Behaviour("IN-021")
  void hostsAreComparedLiterallyAndTheFirstEntryCounts() {
    world.tlsSecret("second");
    String tls = "tls: [{hosts: ['*.test'], secretName: cert}], ";
    assertThat(world.route("", tls + rule("a.test", "")).getSpec().getTls()).isNull();
    assertThat(world.route("", tls + rule("*.test", "")).getSpec().getTls().getCertificate())
        .isEqualTo("cert tls.crt");
    String both =
        "tls: [{hosts: [b.test]}, {hosts: [b.test, a.test], secretName: second},"
            + " {hosts: [a.test], secretName: cert}], ";
    assertThat(world.route("", both + rule("a.test", "")).getSpec().getTls().getCertificate())
        .isEqualTo("second tls.crt");
  }

  @Test
  @Behaviour("IN-022")
  void passthroughHasNoCertificatesAndKeepsItsPath() {
    TLSConfig tls = tls("passthrough", LISTED);
    assertThat(tls.getCertificate()).isNull();
    assertThat(tls.getKey()).isNull();
    assertThat(
            world
                .route(
                    annotations("route.openshift.io/termination", "passthrough"),
                    rule("a.test", "/x"))
                .getSpec()
                .getPath())
        .as("for the API, or the compiler, to refuse")
        .isEqualTo("/x");
  }

  @ParameterizedTest
  @CsvSource({
    "reencrypt, ca,      ca tls.crt",
    "reencrypt, opaque,  opaque tls.crt",
    "reencrypt, other,   ",
    "reencrypt, keyless, ",
    "reencrypt, none,    ",
    "reencrypt, '',      ",
    "edge,      ca,      ",
  })
  @Behaviour({"IN-023", "AN-029"})
  void destinationCaIsTheCertificateOfTheNamedSecret(
      String termination, String secret, String certificate) {
    world
        .tlsSecret("ca")
        .secret("opaque", "Opaque", "tls.crt")
        .secret("other", "example.com/other", "tls.crt")
        .secret("keyless", "Opaque", "ca.crt");
    TLSConfig tls =
        world
            .route(
                annotations(
                    "route.openshift.io/termination", termination,
                    "route.openshift.io/destination-ca-certificate-secret", secret),
                rule("a.test", ""))
            .getSpec()
            .getTls();
    assertThat(tls.getDestinationCACertificate()).isEqualTo(certificate);
  }
}
