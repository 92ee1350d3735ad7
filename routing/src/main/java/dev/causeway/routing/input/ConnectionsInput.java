package dev.causeway.routing.input;

/**
 * What an IngressController says about the begin and the end of client connections, as written.
 *
 * @param publishing {@code spec.endpointPublishingStrategy}
 * @param emptyRequests {@code spec.httpEmptyRequestsPolicy}, empty where absent
 * @param idleTermination {@code spec.idleConnectionTerminationPolicy}, empty where absent
 */
public record ConnectionsInput(
    PublishingInput publishing, String emptyRequests, String idleTermination) {
  /** Nothing is said. */
  public static final ConnectionsInput NONE = new ConnectionsInput(PublishingInput.NONE, "", "");
}
