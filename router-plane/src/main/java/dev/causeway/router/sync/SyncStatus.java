package dev.causeway.router.sync;

import dev.causeway.routing.version.SnapshotId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far this router follows its control plane; immutable.
 *
 * @param origin where the serving configuration came from
 * @param connected whether a stream is open and has delivered something
 * @param controlPlane target of that stream, or of the last attempt; empty before the first
 * @param offered id of what the control plane said last
 * @param effective id of what serves
 * @param endpointsRoot id of the endpoint lane
 * @param committed when the configuration last changed or was confirmed, or null
 * @param lastHeard when the control plane was last heard, or null
 * @param sourceAgeMillis age of the control plane's own view by its last heartbeat, milliseconds
 * @param rejections what is not served as offered
 * @param counters counts since the start
 * @param lastError sentence about the last failed attempt, or null after success
 */
public record SyncStatus(
    Origin origin,
    boolean connected,
    String controlPlane,
    SnapshotId offered,
    SnapshotId effective,
    SnapshotId endpointsRoot,
    @Nullable Instant committed,
    @Nullable Instant lastHeard,
    long sourceAgeMillis,
    List<StandingRejection> rejections,
    Counters counters,
    @Nullable String lastError) {

  /** The status of a router that has not begun. */
  public static final SyncStatus INITIAL =
      new SyncStatus(
          Origin.NONE,
          false,
          "",
          SnapshotId.EMPTY,
          SnapshotId.EMPTY,
          SnapshotId.EMPTY,
          null,
          null,
          0,
          List.of(),
          new Counters(0, 0, 0, 0),
          null);

  /** Copies the list. */
  public SyncStatus {
    rejections = List.copyOf(rejections);
  }

  /** Where the serving configuration came from. */
  public enum Origin {
    /** Nothing serves yet. */
    NONE,
    /** The stored snapshot of an earlier process. */
    LAST_KNOWN_GOOD,
    /** A control plane committed or confirmed it. */
    STREAM
  }

  /**
   * Counts since the start.
   *
   * @param commits transactions committed
   * @param resyncs drifts noticed
   * @param connects streams that delivered something
   * @param endpointUpdates endpoint messages applied
   */
  public record Counters(long commits, long resyncs, long connects, long endpointUpdates) {}

  /** Returns whether there is a configuration to serve. */
  public boolean isReady() {
    return origin != Origin.NONE;
  }
}
