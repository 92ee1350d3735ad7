package dev.causeway.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestSetTest {
  private static final ObjectKey WEB = new ObjectKey(InputKind.SERVICE, "shop", "web");
  private static final ObjectKey API = new ObjectKey(InputKind.SERVICE, "shop", "api");

  private final ManifestSet set = new ManifestSet();

  private List<InputChange> put(String source, String... documents) {
    return set.put(new ManifestReader().read(source, String.join("---\n", documents)));
  }

  private static String service(String name, int port) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: "
        + name
        + ", namespace: shop}\n"
        + "spec: {ports: [{port: "
        + port
        + "}]}\n";
  }

  private static InputChange.Put changed(List<InputChange> changes) {
    assertThat(changes).hasSize(1);
    return (InputChange.Put) changes.getFirst();
  }

  @Test
  void onlyDifferencesAreChanges() {
    assertThat(put("a.yaml", service("web", 80), service("api", 80))).hasSize(2);
    assertThat(put("a.yaml", service("web", 80), service("api", 80))).isEmpty();
    assertThat(changed(put("a.yaml", service("web", 80), service("api", 81))).key()).isEqualTo(API);
    assertThat(put("a.yaml", service("web", 80))).containsExactly(new InputChange.Remove(API));
    assertThat(set.remove("a.yaml")).containsExactly(new InputChange.Remove(WEB));
    assertThat(set.size()).isZero();
  }

  @Test
  void firstFileByNameHoldsAnObjectThatTwoDefine() {
    put("b.yaml", service("web", 2));
    assertThat(changed(put("a.yaml", service("web", 1))).input().origin().source())
        .isEqualTo("a.yaml");
    assertThat(put("c.yaml", service("web", 3))).isEmpty();
    assertThat(set.problems())
        .extracting(ManifestProblem::text)
        .containsExactly(
            "b.yaml:1 Service shop/web: is defined in a.yaml:1 too, which counts; delete one of the"
                + " two",
            "c.yaml:1 Service shop/web: is defined in a.yaml:1 too, which counts; delete one of the"
                + " two");
    assertThat(changed(set.remove("a.yaml")).input().origin().source()).isEqualTo("b.yaml");
    set.remove("c.yaml");
    assertThat(set.problems()).isEmpty();
  }

  @Test
  void repeatedObjectOfOneFileCountsOnce() {
    assertThat(put("a.yaml", service("web", 1), service("web", 2))).hasSize(1);
    assertThat(set.problems())
        .extracting(ManifestProblem::text)
        .containsExactly(
            "a.yaml:6 Service shop/web: is defined in a.yaml:1 too, which counts; delete one of the"
                + " two");
  }

  @Test
  void objectsOfAHalfWrittenFileAreKept() {
    put("a.yaml", service("web", 1), service("api", 1));
    assertThat(changed(put("a.yaml", service("web", 2), "kind: [\n")).key()).isEqualTo(WEB);
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.problems()).hasSize(1);
    assertThat(put("a.yaml", service("web", 2))).containsExactly(new InputChange.Remove(API));
    assertThat(set.problems()).isEmpty();
  }

  @Test
  void removedBrokenFileTakesItsObjectsAlong() {
    put("a.yaml", service("web", 1));
    put("a.yaml", "kind: [\n");
    assertThat(set.remove("a.yaml")).containsExactly(new InputChange.Remove(WEB));
    assertThat(set.problems()).isEmpty();
  }
}
