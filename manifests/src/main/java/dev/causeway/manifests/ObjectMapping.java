package dev.causeway.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Origin;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressClass;
import io.fabric8.openshift.api.model.Route;
import org.jspecify.annotations.Nullable;

/** Objects as trees of JSON turned into inputs, wherever they come from. Stateless. */
final class ObjectMapping {
  private final ObjectMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Returns the kind, or null for kinds and API groups that routing has no use for. */
  static @Nullable InputKind kind(String kind, String apiVersion) {
    return switch (apiVersion + "/" + kind) {
      case "route.openshift.io/v1/Route", "v1/Route" -> InputKind.ROUTE;
      case "v1/Service" -> InputKind.SERVICE;
      case "discovery.k8s.io/v1/EndpointSlice" -> InputKind.ENDPOINT_SLICE;
      case "v1/Secret" -> InputKind.SECRET;
      case "v1/ConfigMap" -> InputKind.CONFIG_MAP;
      case "v1/Namespace" -> InputKind.NAMESPACE;
      case "operator.openshift.io/v1/IngressController" -> InputKind.INGRESS_CONTROLLER;
      default -> null;
    };
  }

  /** Returns the class of the model for the kinds that become Routes, or null for others. */
  static @Nullable Class<?> ingressType(String kind, String apiVersion) {
    return switch (apiVersion + "/" + kind) {
      case "networking.k8s.io/v1/Ingress" -> Ingress.class;
      case "networking.k8s.io/v1/IngressClass" -> IngressClass.class;
      default -> null;
    };
  }

  /** Returns {@code object} as a tree. */
  JsonNode tree(Object object) {
    return mapper.valueToTree(object);
  }

  /** Removes what is never read and is the largest part of what the API server gives. */
  static void trim(JsonNode json) {
    if (json instanceof ObjectNode object) {
      object.remove("status");
      if (object.get("metadata") instanceof ObjectNode metadata) {
        metadata.remove("managedFields");
      }
    }
  }

  /**
   * Maps an object.
   *
   * @throws FieldException if a field cannot be mapped
   * @throws JsonProcessingException if a field has a value of the wrong type
   */
  Input map(InputKind kind, JsonNode json, Origin origin) throws JsonProcessingException {
    return switch (kind) {
      case ROUTE -> RouteMapping.map(as(json, Route.class), origin);
      case SERVICE -> ServiceMapping.map(as(json, Service.class), origin);
      case ENDPOINT_SLICE -> ServiceMapping.map(as(json, EndpointSlice.class), origin);
      case SECRET -> SecretMapping.map(as(json, Secret.class), origin);
      case NAMESPACE -> SecretMapping.map(as(json, Namespace.class), origin);
      case CONFIG_MAP -> SecretMapping.map(as(json, ConfigMap.class), origin);
      case EPOCH, REVOCATION_LIST ->
          throw new IllegalArgumentException(kind + " is no object of a cluster");
      case INGRESS_CONTROLLER ->
          IngressControllerMapping.map(as(json.path("metadata"), ObjectMeta.class), json, origin);
    };
  }

  /** Returns a tree as an object of the model. */
  <T> T as(JsonNode json, Class<T> type) throws JsonProcessingException {
    return mapper.treeToValue(json, type);
  }

  /** Returns what an object is called in messages. */
  static String name(String kind, JsonNode json) {
    String name = json.path("metadata").path("name").asText("");
    String namespace = json.path("metadata").path("namespace").asText("");
    return name.isEmpty()
        ? kind
        : namespace.isEmpty() ? kind + " " + name : kind + " " + namespace + "/" + name;
  }

  /** Returns the path of the field at fault. */
  static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }
}
