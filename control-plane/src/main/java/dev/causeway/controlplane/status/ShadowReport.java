package dev.causeway.controlplane.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison has found.
 *
 * @param settled whether everything was read and compared once; before, nothing else is told
 * @param compared when a Route was compared last, or null if none was
 * @param routers names of the routers whose entries are compared
 * @param routes number of Routes compared
 * @param total number of differences
 * @param counts differences by kind, every kind
 * @param differences the first of them, by Route
 */
public record ShadowReport(
    boolean settled,
    @Nullable Instant compared,
    List<String> routers,
    int routes,
    int total,
    Map<ShadowDifference.Kind, Integer> counts,
    List<Standing> differences) {
  /** Copies. */
  public ShadowReport {
    routers = List.copyOf(routers);
    counts = Map.copyOf(counts);
    differences = List.copyOf(differences);
  }

  /**
   * A difference that stands.
   *
   * @param difference what differs
   * @param since when it was first seen like that
   */
  public record Standing(ShadowDifference difference, Instant since) {}
}
