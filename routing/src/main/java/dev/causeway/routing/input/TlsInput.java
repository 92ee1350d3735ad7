package dev.causeway.routing.input;

import dev.causeway.routing.model.KeyMaterial;
import org.jspecify.annotations.Nullable;

/**
 * The {@code spec.tls} block of a Route as written; absent text is empty.
 *
 * @param termination {@code spec.tls.termination}
 * @param certificate PEM of the serving certificate; may contain the key (RT-082)
 * @param key PEM of the private key
 * @param caCertificate PEM of further chain certificates
 * @param destinationCaCertificate PEM of the backend's trust anchors
 * @param insecurePolicy {@code spec.tls.insecureEdgeTerminationPolicy}
 * @param externalCertificate name of a Secret in the Route's namespace, or null
 */
public record TlsInput(
    String termination,
    KeyMaterial certificate,
    KeyMaterial key,
    String caCertificate,
    String destinationCaCertificate,
    String insecurePolicy,
    @Nullable String externalCertificate) {}
