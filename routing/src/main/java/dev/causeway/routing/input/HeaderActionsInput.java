package dev.causeway.routing.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code httpHeaders.actions} as written, of a Route or an IngressController.
 *
 * @param request edits on the way to the endpoint
 * @param response edits on the way to the client
 */
public record HeaderActionsInput(List<Edit> request, List<Edit> response) {
  /** No edits. */
  public static final HeaderActionsInput NONE = new HeaderActionsInput(List.of(), List.of());

  /** Copies the lists. */
  public HeaderActionsInput {
    request = List.copyOf(request);
    response = List.copyOf(response);
  }

  /**
   * One entry.
   *
   * @param name {@code name}, empty where absent
   * @param type {@code action.type}, empty where absent
   * @param value {@code action.set.value}, or null where {@code action.set} is absent
   */
  public record Edit(String name, String type, @Nullable String value) {}
}
