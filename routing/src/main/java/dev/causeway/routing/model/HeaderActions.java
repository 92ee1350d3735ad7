package dev.causeway.routing.model;

import java.util.List;

/**
 * Edits of headers, in order (RT-023, RT-024, IC-030).
 *
 * @param request edits on the way to the endpoint
 * @param response edits on the way to the client
 */
public record HeaderActions(List<HeaderAction> request, List<HeaderAction> response) {
  /** No edits. */
  public static final HeaderActions NONE = new HeaderActions(List.of(), List.of());

  /** Copies the lists. */
  public HeaderActions {
    request = List.copyOf(request);
    response = List.copyOf(response);
  }

  /** Returns whether there is nothing to do. */
  public boolean isEmpty() {
    return request.isEmpty() && response.isEmpty();
  }
}
