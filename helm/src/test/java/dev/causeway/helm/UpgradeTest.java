package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a second rendering keeps of the first, when the cluster holds what the first made. */
final class UpgradeTest {
  private static final String KEEP = "/metadata/annotations/helm.sh~1resource-policy";

  private static Rendered render(String chart, String values, List<JsonNode> held)
      throws Charts.RefusedException {
    String[] objects = held.stream().map(JsonNode::toString).toArray(String[]::new);
    try (Charts charts = new Charts(objects)) {
      return charts.render(chart, "causeway", "causeway-system", values);
    }
  }

  private static Map<String, String> secrets(Rendered rendered) {
    return rendered
        .ofKind("Secret")
        .collect(Collectors.toMap(Rendered::id, secret -> secret.path("data").toString()));
  }

  @Test
  void certificatesAreKept() throws Exception {
    Rendered first = render("causeway", "{}", List.of());
    Map<String, String> made = secrets(first);
    assertThat(made).hasSize(6);
    assertThat(secrets(render("causeway", "{}", first.ofKind("Secret").toList()))).isEqualTo(made);
    assertThat(secrets(render("causeway", "{}", List.of())))
        .doesNotContainValue(made.values().iterator().next());
  }

  @Test
  void newShardIsSignedByTheAuthorityThatIsThere() throws Exception {
    Rendered first = render("causeway", "{}", List.of());
    Rendered second = render("causeway", "{routers: {blue: {}}}", first.ofKind("Secret").toList());
    assertThat(secrets(second)).containsAllEntriesOf(secrets(first)).hasSize(7);
    JsonNode blue = second.object("Secret", "causeway-router-blue-tls");
    assertThat(blue.at("/data/ca.crt"))
        .isEqualTo(first.object("Secret", "causeway-stream-authority").at("/data/tls.crt"));
  }

  @Test
  void identityWithOtherNamesIsSignedAnew() throws Exception {
    Rendered first = render("causeway", "{}", List.of());
    List<JsonNode> held = first.ofKind("Secret").toList();
    for (JsonNode secret : held) {
      if (secret.at("/metadata/annotations") instanceof ObjectNode annotations
          && Rendered.name(secret).equals("causeway-control-plane-tls")) {
        annotations.put("causeway.dev/names", "elsewhere.example.com");
      }
    }
    Map<String, String> kept = secrets(render("causeway", "{}", held));
    Map<String, String> before = secrets(first);
    String changed = "Secret causeway-system/causeway-control-plane-tls";
    assertThat(kept.get(changed)).isNotEqualTo(before.get(changed));
    kept.remove(changed);
    assertThat(before).containsAllEntriesOf(kept);
  }

  @Test
  void ownNamespacesAndDefinitionsAreTakenForOurs() throws Exception {
    Rendered first = render("causeway", "{}", List.of());
    List<JsonNode> namespaces = first.ofKind("Namespace").toList();
    // Helm adds these when it installs.
    for (JsonNode namespace : namespaces) {
      if (namespace.path("metadata").path("annotations") instanceof ObjectNode annotations) {
        annotations.put("meta.helm.sh/release-name", "causeway");
        annotations.put("meta.helm.sh/release-namespace", "causeway-system");
      }
    }
    assertThat(render("causeway", "{}", namespaces).ofKind("Namespace")).hasSize(2);

    List<JsonNode> definitions =
        render("causeway-crds", "{}", List.of()).ofKind("CustomResourceDefinition").toList();
    assertThat(render("causeway-crds", "{}", definitions).ofKind("CustomResourceDefinition"))
        .hasSize(2);
  }

  @Test
  void definitionsAndNamespacesOutliveTheRelease() throws Exception {
    assertThat(render("causeway-crds", "{}", List.of()).ofKind("CustomResourceDefinition"))
        .allSatisfy(crd -> assertThat(crd.at(KEEP).asText()).isEqualTo("keep"));
    assertThat(render("causeway", "{}", List.of()).ofKind("Namespace"))
        .allSatisfy(namespace -> assertThat(namespace.at(KEEP).asText()).isEqualTo("keep"));
    assertThat(render("causeway", "{namespaces: {keep: false}}", List.of()).ofKind("Namespace"))
        .allSatisfy(namespace -> assertThat(namespace.at(KEEP).isMissingNode()).isTrue());
  }
}
