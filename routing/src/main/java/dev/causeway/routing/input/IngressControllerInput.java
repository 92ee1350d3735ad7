package dev.causeway.routing.input;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an IngressController ({@code operator.openshift.io/v1}) that are acted on.
 *
 * @param key identity; the name is the name of the shard
 * @param metadata metadata
 * @param origin where it was read from
 * @param domain {@code spec.domain}, empty where absent
 * @param routeSelector {@code spec.routeSelector} (IC-013)
 * @param namespaceSelector {@code spec.namespaceSelector} (IC-012)
 * @param namespaceOwnership {@code spec.routeAdmission.namespaceOwnership}, empty where absent
 * @param wildcardPolicy {@code spec.routeAdmission.wildcardPolicy}, empty where absent
 * @param defaultCertificate {@code spec.defaultCertificate.name}, a Secret in the operand
 *     namespace, empty where absent
 * @param tlsProfile {@code spec.tlsSecurityProfile}
 * @param clientTls {@code spec.clientTLS}
 * @param httpHeaders what is done to heads and bodies
 * @param tuning {@code spec.tuningOptions} as written, by name of the field; scalars only
 * @param closedClientConnectionPolicy {@code spec.closedClientConnectionPolicy}, empty where absent
 * @param connections begin and end of client connections
 * @param accessLog {@code spec.logging.access}, null where absent (RO-084)
 */
public record IngressControllerInput(
    ObjectKey key,
    Metadata metadata,
    Origin origin,
    String domain,
    LabelSelector routeSelector,
    LabelSelector namespaceSelector,
    String namespaceOwnership,
    String wildcardPolicy,
    String defaultCertificate,
    TlsProfileInput tlsProfile,
    ClientTlsInput clientTls,
    HttpHeadersInput httpHeaders,
    Map<String, String> tuning,
    String closedClientConnectionPolicy,
    ConnectionsInput connections,
    @Nullable AccessLogInput accessLog)
    implements Input {
  /** Copies the map. */
  public IngressControllerInput {
    tuning = Map.copyOf(tuning);
  }
}
