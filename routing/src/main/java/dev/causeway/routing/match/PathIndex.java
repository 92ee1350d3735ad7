package dev.causeway.routing.match;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one host on one side, by path: a radix tree with the catch-all rule beside it.
 *
 * <p>A look-up walks the request path once and remembers the deepest rule whose segment rule holds
 * (HO-025, HO-039); its cost is the length of the matched path, whatever the number of rules.
 */
final class PathIndex<T> {
  private final @Nullable RuleEntry<T> catchAll;
  private final @Nullable PathNode<T> root;

  private PathIndex(@Nullable RuleEntry<T> catchAll, @Nullable PathNode<T> root) {
    this.catchAll = catchAll;
    this.root = root;
  }

  /** Builds the index of those {@code entries} that {@code side} has. */
  static <T> PathIndex<T> of(List<RuleEntry<T>> entries, Side side) {
    RuleEntry<T> catchAll = null;
    PathNode<T> root = null;
    for (RuleEntry<T> entry : entries) {
      if (!side.has(entry.rule())) {
        continue;
      }
      String path = entry.wirePath();
      if (PathRule.of(path) == PathRule.CATCH_ALL) {
        // Longest wins, so that "/" serves where an empty path stands beside it.
        if (catchAll == null || path.length() > catchAll.wirePath().length()) {
          catchAll = entry;
        }
      } else {
        if (root == null) {
          root = new PathNode<>("");
        }
        root.insert(path, entry);
      }
    }
    return new PathIndex<>(catchAll, root);
  }

  /** Returns the best rule for the path between {@code from} and {@code to}, or null. */
  @Nullable RuleEntry<T> find(String target, int from, int to, @Nullable ProbeCounter probes) {
    RuleEntry<T> best = catchAll;
    PathNode<T> node = root;
    int at = from;
    while (node != null) {
      if (probes != null) {
        probes.node();
      }
      String label = node.label();
      if (to - at < label.length() || !target.startsWith(label, at)) {
        return best;
      }
      at += label.length();
      RuleEntry<T> entry = node.entry();
      // A node whose path ends in a slash is a plain prefix; at any other the segment must end.
      if (entry != null && (at == to || target.charAt(at) == '/' || target.charAt(at - 1) == '/')) {
        best = entry;
      }
      node = at == to ? null : node.child(target.charAt(at));
    }
    return best;
  }
}
