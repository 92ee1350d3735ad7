package dev.causeway.router.sync;

import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.PersistentMap;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What served at one moment, for storage.
 *
 * @param shard shard it belongs to
 * @param config resources of the config lane
 * @param endpoints endpoint sets
 * @param rejections what was rejected and has no kept version, so that it fails closed again
 * @param sourcePosition how far the source had been read
 * @param stored when it was taken
 */
record StoredSnapshot(
    String shard,
    PersistentMap<ResourceKey, Versioned> config,
    PersistentMap<ResourceKey, Versioned> endpoints,
    List<StandingRejection> rejections,
    Map<String, Long> sourcePosition,
    Instant stored) {}
