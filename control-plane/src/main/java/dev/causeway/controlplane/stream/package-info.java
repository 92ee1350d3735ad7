/**
 * The server side of the snapshot stream: the shelf of snapshots and one session per router.
 *
 * <p>The pipeline thread publishes to the {@link dev.causeway.controlplane.stream.SnapshotShelf};
 * each session runs on a serial executor of its own and reads the shelf without locks. Plain
 * classes configured by records, without Spring. Depends on {@code routing} and {@code proto}.
 */
@NullMarked
package dev.causeway.controlplane.stream;

import org.jspecify.annotations.NullMarked;
