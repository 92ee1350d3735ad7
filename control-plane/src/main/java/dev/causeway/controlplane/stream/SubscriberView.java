package dev.causeway.controlplane.stream;

import dev.causeway.routing.version.Inventory;
import dev.causeway.routing.version.SnapshotId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One connected router as this replica sees it.
 *
 * @param shard shard it subscribes to; empty before its Hello
 * @param router name it gave itself; empty before its Hello
 * @param peer its address
 * @param identity name in its certificate
 * @param build its version
 * @param state {@code GREETING}, {@code IDLE}, {@code OFFERING} or {@code CLOSED}
 * @param offered id it was offered last
 * @param acked id it answered last
 * @param effective id it says it serves
 * @param endpointSequenceSent sequence of the last endpoint message
 * @param endpointSequenceAcked sequence it acknowledged
 * @param rejections rejections that stand, at most 1,000
 * @param rejectionCount how many stand in total
 * @param staleNonces results with an unknown nonce so far
 * @param connected when the stream began
 * @param held the config lane as it was offered and answered; null before the router told
 */
public record SubscriberView(
    String shard,
    String router,
    String peer,
    String identity,
    String build,
    String state,
    @Nullable SnapshotId offered,
    @Nullable SnapshotId acked,
    @Nullable SnapshotId effective,
    long endpointSequenceSent,
    long endpointSequenceAcked,
    List<RouterRejection> rejections,
    long rejectionCount,
    long staleNonces,
    Instant connected,
    @Nullable Inventory held) {
  /** Copies the list. */
  public SubscriberView {
    rejections = List.copyOf(rejections);
  }
}
