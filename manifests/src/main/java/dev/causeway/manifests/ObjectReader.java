package dev.causeway.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Origin;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * Reads objects as an API server gives them, one at a time. Stateless; any thread may read.
 *
 * <p>What only the cluster's bookkeeping needs is dropped: status, managed fields, the annotation
 * {@code kubectl apply} keeps the last manifest in (which for a Secret would be its data), and the
 * one that is written into EndpointSlices with every change of theirs.
 */
public final class ObjectReader {
  private static final List<String> BOOKKEEPING =
      List.of(
          "kubectl.kubernetes.io/last-applied-configuration",
          "endpoints.kubernetes.io/last-change-trigger-time");

  private final ObjectMapping mapping = new ObjectMapping();

  /** Makes a reader. */
  public ObjectReader() {}

  /**
   * Reads one object. Never throws for what it contains.
   *
   * @param kind kind that the object is read as, whatever it says of itself
   * @param object the object, which is not kept
   * @param source name of the API server, used in messages
   */
  public ReadObject read(InputKind kind, HasMetadata object, String source) {
    JsonNode json = mapping.tree(object);
    ObjectMapping.trim(json);
    if (json.path("metadata").get("annotations") instanceof ObjectNode annotations) {
      annotations.remove(BOOKKEEPING);
    }
    String name = ObjectMapping.name(kind.kind(), json);
    try {
      return new ReadObject(mapping.map(kind, json, new Origin(source, 0)), List.of());
    } catch (FieldException e) {
      return lost(source, name, e.field(), e.reason());
    } catch (JsonMappingException e) {
      return lost(source, name, ObjectMapping.path(e), "has a value of the wrong type");
    } catch (JsonProcessingException e) {
      return lost(source, name, "", "cannot be read");
    }
  }

  private static ReadObject lost(String source, String object, String field, String reason) {
    return new ReadObject(
        null, List.of(new ManifestProblem(source, 0, object, field, reason, true)));
  }
}
