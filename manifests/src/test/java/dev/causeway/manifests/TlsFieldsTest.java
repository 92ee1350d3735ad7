package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.ClientTlsInput;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.TlsProfileInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS towards clients, as IngressControllers and ConfigMaps say it. */
class TlsFieldsTest {
  private static ParsedFile read(String text) {
    return new ManifestReader().read("f.yaml", text);
  }

  @Test
  void profileAndClientTlsAreRead() {
    IngressControllerInput controller =
        GivenSpec.controller(
            """
            tlsSecurityProfile:
              type: Custom
              custom: {ciphers: [ECDHE-RSA-AES128-GCM-SHA256], minTLSVersion: VersionTLS12}
            clientTLS:
              clientCertificatePolicy: Required
              clientCA: {name: clients}
              allowedSubjectPatterns: ["^/CN=app", "OU=team$"]
            """);
    assertThat(controller.tlsProfile())
        .isEqualTo(
            new TlsProfileInput(
                "Custom",
                new TlsProfileInput.Custom(
                    List.of("ECDHE-RSA-AES128-GCM-SHA256"), "VersionTLS12", List.of())));
    assertThat(controller.clientTls())
        .isEqualTo(new ClientTlsInput("Required", "clients", List.of("^/CN=app", "OU=team$")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"clientTLS", "tlsSecurityProfile", "httpHeaders", "tuningOptions"})
  void aTextIsNoObjectWithoutFields(String field) {
    ParsedFile file = GivenSpec.file("%s: Required".formatted(field));
    assertThat(file.objects()).isEmpty();
    assertThat(file.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.text()).contains("spec." + field).contains("must be an object"));
  }

  @Test
  void aTextIsNoListOfPatterns() {
    ParsedFile file =
        GivenSpec.file(
            "clientTLS: {clientCertificatePolicy: Required, allowedSubjectPatterns: \"/CN=app\"}");
    assertThat(file.objects()).isEmpty();
    assertThat(file.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.text())
                    .contains("spec.clientTLS.allowedSubjectPatterns")
                    .contains("must be a list of texts"));
  }

  @Test
  void nothingIsNothing() {
    IngressControllerInput controller = GivenSpec.controller("domain: a.example\n");
    assertThat(controller.tlsProfile()).isEqualTo(TlsProfileInput.NONE);
    assertThat(controller.clientTls()).isEqualTo(ClientTlsInput.NONE);
    assertThat(GivenSpec.controller("tlsSecurityProfile: {type: Old, old: {}}\n").tlsProfile())
        .isEqualTo(new TlsProfileInput("Old", null));
  }

  @Test
  void onlyTheBundleOfConfigMapsIsKept() {
    ParsedFile file =
        read(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: clients, namespace: openshift-config}
            data: {ca-bundle.pem: text, other: large}
            """);
    assertThat(file.objects())
        .singleElement()
        .isInstanceOfSatisfying(
            ConfigMapInput.class,
            map -> assertThat(map.data()).isEqualTo(Map.of("ca-bundle.pem", "text")));
  }
}
