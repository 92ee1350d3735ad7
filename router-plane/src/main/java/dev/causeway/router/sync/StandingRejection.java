package dev.causeway.router.sync;

import dev.causeway.router.config.ResourceProblem;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * A resource that was offered and does not serve.
 *
 * @param key the resource
 * @param hash the version that was rejected
 * @param problem the first thing that is wrong with it
 * @param kept version that serves instead, or null if none does
 */
public record StandingRejection(
    ResourceKey key, ContentHash hash, ResourceProblem problem, @Nullable ContentHash kept) {}
