package dev.causeway.controlplane.stream;

import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * A resource that a router was offered and does not serve.
 *
 * @param key the resource
 * @param hash the version it rejected
 * @param code kind of problem, for example {@code INVALID_CERTIFICATE}
 * @param field path within the resource, possibly empty
 * @param message the router's sentence for people
 * @param kept version that serves instead, or null for "configuration rejected"
 */
public record RouterRejection(
    ResourceKey key,
    ContentHash hash,
    String code,
    String field,
    String message,
    @Nullable ContentHash kept) {}
