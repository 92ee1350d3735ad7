package dev.causeway.controlplane.stream;

import java.util.Map;

/**
 * How far a control plane has read its source: the highest version it has seen per kind.
 *
 * @param highest versions by kind; empty where the source has none, as a folder of files
 */
public record SourcePosition(Map<String, Long> highest) {
  /** The position of a source without versions; behind nothing. */
  public static final SourcePosition NONE = new SourcePosition(Map.of());

  /** Copies the map. */
  public SourcePosition {
    highest = Map.copyOf(highest);
  }

  /** Returns whether {@code other} has seen something newer of a kind that both have seen. */
  public boolean isBehind(SourcePosition other) {
    return highest.entrySet().stream()
        .anyMatch(
            entry -> {
              Long theirs = other.highest.get(entry.getKey());
              return theirs != null && entry.getValue() < theirs;
            });
  }
}
