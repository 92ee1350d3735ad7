package dev.causeway.routing.admission;

import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What a shard decided about one Route; the source of its {@code Admitted} condition (RT-065).
 *
 * @param route the Route
 * @param uid UID of the Route, possibly empty in a folder; tells a Route from its namesake that was
 *     deleted
 * @param generation generation of the Route that was judged, 0 where the source does not count them
 * @param origin where the Route was read from
 * @param shard name of the shard
 * @param host effective host, empty where none could be determined (RT-067)
 * @param wildcard whether the Route stands for all siblings of its host (RT-054)
 * @param reason why the Route was rejected, or null if it was admitted
 * @param field path of the offending field, empty where no single field is at fault
 * @param message sentence for people, naming the remedy; empty if admitted
 */
public record Verdict(
    ObjectKey route,
    String uid,
    long generation,
    Origin origin,
    String shard,
    String host,
    boolean wildcard,
    @Nullable Reason reason,
    String field,
    String message) {

  /** Returns whether the Route is admitted. */
  public boolean admitted() {
    return reason == null;
  }
}
