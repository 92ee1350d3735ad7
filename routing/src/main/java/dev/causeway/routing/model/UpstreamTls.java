package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * How TLS towards the endpoints of an upstream is verified (TLS-033 to TLS-037).
 *
 * @param trustBundle name of the {@link TrustBundle}, or null for no verification (TLS-035)
 * @param verifyName name the endpoint's certificate must be valid for, or null for none
 */
public record UpstreamTls(@Nullable String trustBundle, @Nullable String verifyName) {}
