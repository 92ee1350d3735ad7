package dev.causeway.routing.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Route ({@code route.openshift.io/v1}) as written; absent text is empty.
 *
 * @param key identity
 * @param metadata metadata
 * @param origin where it was read from
 * @param host {@code spec.host}
 * @param subdomain {@code spec.subdomain}
 * @param path {@code spec.path}
 * @param to {@code spec.to}, or null where absent
 * @param alternateBackends {@code spec.alternateBackends}
 * @param targetPort {@code spec.port.targetPort} in text form
 * @param tls {@code spec.tls}, or null where absent
 * @param wildcardPolicy {@code spec.wildcardPolicy}
 * @param headerActions {@code spec.httpHeaders.actions}
 */
public record RouteInput(
    ObjectKey key,
    Metadata metadata,
    Origin origin,
    String host,
    String subdomain,
    String path,
    @Nullable BackendRef to,
    List<BackendRef> alternateBackends,
    String targetPort,
    @Nullable TlsInput tls,
    String wildcardPolicy,
    HeaderActionsInput headerActions)
    implements Input {
  /** Copies the lists. */
  public RouteInput {
    alternateBackends = List.copyOf(alternateBackends);
  }
}
