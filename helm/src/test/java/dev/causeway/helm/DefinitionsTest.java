package dev.causeway.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.openshift.api.model.RouteSpec;
import io.fabric8.openshift.api.model.RouteStatus;
import io.fabric8.openshift.api.model.operator.v1.IngressControllerSpec;
import io.fabric8.openshift.api.model.operator.v1.IngressControllerStatus;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The definitions against the API that clients are generated from. */
final class DefinitionsTest {

  private static JsonNode version(String name) {
    try (Charts charts = new Charts()) {
      return SetUp.named("crds")
          .render(charts)
          .object("CustomResourceDefinition", name)
          .at("/spec/versions/0");
    }
  }

  private static JsonNode schema(String name, String part) {
    return version(name).at("/schema/openAPIV3Schema/properties/" + part);
  }

  /** A field the schema does not know would be dropped without a word. */
  @Test
  void everyFieldOfRoutesIsKept() {
    JsonNode spec = schema("routes.route.openshift.io", "spec");
    JsonNode status = schema("routes.route.openshift.io", "status");
    assertThat(missing(RouteSpec.class, spec, "spec")).isEmpty();
    assertThat(missing(RouteStatus.class, status, "status")).isEmpty();
  }

  @Test
  void everyFieldOfIngressControllersIsKept() {
    JsonNode spec = schema("ingresscontrollers.operator.openshift.io", "spec");
    JsonNode status = schema("ingresscontrollers.operator.openshift.io", "status");
    assertThat(missing(IngressControllerSpec.class, spec, "spec")).isEmpty();
    assertThat(missing(IngressControllerStatus.class, status, "status")).isEmpty();
  }

  private static Set<String> missing(Class<?> type, JsonNode schema, String path) {
    Set<String> missing = new TreeSet<>();
    JsonNode properties = schema.path("properties");
    for (Field field : type.getDeclaredFields()) {
      JsonProperty property = field.getAnnotation(JsonProperty.class);
      if (property == null || field.isAnnotationPresent(JsonIgnore.class)) {
        continue;
      }
      String at = path + "." + property.value();
      JsonNode known = properties.path(property.value());
      if (known.isMissingNode()) {
        missing.add(at);
        continue;
      }
      Type of = field.getGenericType();
      if (of instanceof ParameterizedType list && list.getRawType() == List.class) {
        of = list.getActualTypeArguments()[0];
        known = known.path("items");
      }
      if (of instanceof Class<?> nested
          && KubernetesResource.class.isAssignableFrom(nested)
          && known.path("type").asText().equals("object")) {
        missing.addAll(missing(nested, known, at));
      }
    }
    return missing;
  }

  @Test
  void routesAreSelectedByField() {
    assertThat(version("routes.route.openshift.io").path("selectableFields"))
        .extracting(field -> field.path("jsonPath").asText())
        .containsExactlyInAnyOrder(".spec.host", ".spec.path", ".spec.to.name");
  }

  @Test
  void columnsAreThoseOfOkd() {
    assertThat(version("routes.route.openshift.io").path("additionalPrinterColumns"))
        .filteredOn(column -> column.path("priority").asInt() == 0)
        .extracting(column -> column.path("name").asText())
        .containsExactly(
            "Host/Port", "Path", "Services", "Port", "Termination", "Wildcard", "Admitted");
  }

  @Test
  void statusHasAnEndpointOfItsOwn() {
    assertThat(version("routes.route.openshift.io").at("/subresources/status").isObject()).isTrue();
    JsonNode subresources =
        version("ingresscontrollers.operator.openshift.io").path("subresources");
    assertThat(subresources.path("status").isObject()).isTrue();
    assertThat(subresources.at("/scale/specReplicasPath").asText()).isEqualTo(".spec.replicas");
    assertThat(subresources.at("/scale/labelSelectorPath").asText()).isEqualTo(".status.selector");
  }

  /**
   * A list type would let server-side apply own entries of routers; status is written as a whole.
   */
  @Test
  void statusEntriesHaveNoListType() {
    assertThat(
            schema("routes.route.openshift.io", "status")
                .at("/properties/ingress")
                .has("x-kubernetes-list-type"))
        .isFalse();
  }
}
