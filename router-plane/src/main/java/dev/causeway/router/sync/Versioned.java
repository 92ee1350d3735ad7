package dev.causeway.router.sync;

import dev.causeway.routing.model.Resource;
import dev.causeway.routing.version.ContentHash;

/**
 * A resource with the version the control plane gave it. The router never computes versions: its
 * build may know fewer fields than the control plane's.
 */
record Versioned(Resource resource, ContentHash hash) {}
