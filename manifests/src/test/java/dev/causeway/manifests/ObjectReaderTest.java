package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Origin;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ObjectReaderTest {
  private final ObjectReader reader = new ObjectReader();

  private ReadObject read(InputKind kind, String json) throws Exception {
    return reader.read(
        kind, new ObjectMapper().readValue(json, GenericKubernetesResource.class), "https://api");
  }

  private Input usable(InputKind kind, String json) throws Exception {
    ReadObject read = read(kind, json);
    assertThat(read.problems()).isEmpty();
    return Objects.requireNonNull(read.input());
  }

  /** Objects in lists come without kind and version. */
  @Test
  void kindIsGivenAndOriginIsTheServer() throws Exception {
    Input input =
        usable(InputKind.SERVICE, "{\"metadata\": {\"namespace\": \"a\", \"name\": \"b\"}}");
    assertThat(input.key()).hasToString("Service a/b");
    assertThat(input.origin()).isEqualTo(new Origin("https://api", 0));
  }

  @Test
  void bookkeepingOfTheClusterIsDropped() throws Exception {
    String route =
        """
        {"metadata": {"namespace": "a", "name": "b", "annotations": {"note": "kept"%s}%s},
         "spec": {"host": "h"}%s}
        """;
    Input bare = usable(InputKind.ROUTE, route.formatted("", "", ""));
    Input full =
        usable(
            InputKind.ROUTE,
            route.formatted(
                ", \"kubectl.kubernetes.io/last-applied-configuration\": \"{}\"",
                ", \"managedFields\": [{\"manager\": \"x\"}], \"resourceVersion\": \"7\"",
                ", \"status\": {\"ingress\": []}"));
    assertThat(full).isEqualTo(bare);
    assertThat(full.metadata().annotations()).containsOnlyKeys("note");
  }

  @Test
  void ingressControllerIsReadAsATree() throws Exception {
    assertThat(
            usable(
                InputKind.INGRESS_CONTROLLER,
                """
                {"metadata": {"namespace": "o", "name": "default"},
                 "spec": {"domain": "apps", "defaultCertificate": {"name": "c"},
                          "httpHeaders": {"actions": {"any": 1}}}}
                """))
        .isInstanceOfSatisfying(
            IngressControllerInput.class,
            controller -> assertThat(controller.defaultCertificate()).isEqualTo("c"));
  }

  @Test
  void whatIsWrongIsAProblemWithoutAnyValue() throws Exception {
    ReadObject wrongType =
        read(
            InputKind.ROUTE,
            "{\"metadata\": {\"namespace\": \"a\", \"name\": \"b\"}, \"spec\": {\"tls\": [\"k\"]}}");
    assertThat(wrongType.input()).isNull();
    assertThat(wrongType.problems())
        .singleElement()
        .extracting(ManifestProblem::text)
        .isEqualTo("https://api Route a/b spec.tls: has a value of the wrong type");
    ReadObject notBase64 =
        read(
            InputKind.SECRET,
            "{\"metadata\": {\"namespace\": \"a\", \"name\": \"b\"}, \"data\": {\"tls.key\": \"?!\"}}");
    assertThat(notBase64.problems())
        .singleElement()
        .extracting(ManifestProblem::text)
        .isEqualTo("https://api Secret a/b data.tls.key: is not base64");
  }
}
