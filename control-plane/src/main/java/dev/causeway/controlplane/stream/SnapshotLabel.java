package dev.causeway.controlplane.stream;

import java.time.Instant;

/**
 * What accompanies a snapshot's id for people and for ordering; never compared for equality.
 *
 * @param published when the snapshot was published
 * @param serial count of snapshots of this process and shard, from 1
 * @param replica name of the control plane
 * @param position how far the source had been read
 */
public record SnapshotLabel(
    Instant published, long serial, String replica, SourcePosition position) {}
