package dev.causeway.routing.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node of the radix tree over paths. Mutable while its tree is built by one thread, unchanged
 * once the tree is part of an index.
 */
final class PathNode<T> {
  private String label;
  private @Nullable RuleEntry<T> entry;
  private char[] firsts = {};
  private PathNode<T>[] children = array(0);

  PathNode(String label) {
    this.label = label;
  }

  /** Returns the characters between the parent and this node. */
  String label() {
    return label;
  }

  /** Returns the rule whose path ends here, or null. */
  @Nullable RuleEntry<T> entry() {
    return entry;
  }

  /** Returns the child whose label begins with {@code first}, or null. */
  @Nullable PathNode<T> child(char first) {
    int at = Arrays.binarySearch(firsts, first);
    return at < 0 ? null : children[at];
  }

  /** Adds {@code added} below this node, whose own label is already consumed. */
  void insert(String rest, RuleEntry<T> added) {
    PathNode<T> node = this;
    String remaining = rest;
    while (!remaining.isEmpty()) {
      PathNode<T> next = node.child(remaining.charAt(0));
      if (next == null) {
        next = new PathNode<>(remaining);
        node.add(next);
      }
      int common = commonLength(next.label, remaining);
      if (common < next.label.length()) {
        next.split(common);
      }
      remaining = remaining.substring(common);
      node = next;
    }
    // Claims leave one rule per path; should there be two, the first in order of precedence stays.
    if (node.entry == null) {
      node.entry = added;
    }
  }

  private void split(int at) {
    PathNode<T> lower = new PathNode<>(label.substring(at));
    lower.entry = entry;
    lower.firsts = firsts;
    lower.children = children;
    label = label.substring(0, at);
    entry = null;
    firsts = new char[] {lower.label.charAt(0)};
    children = array(1);
    children[0] = lower;
  }

  private void add(PathNode<T> child) {
    int at = -Arrays.binarySearch(firsts, child.label.charAt(0)) - 1;
    char[] widerFirsts = new char[firsts.length + 1];
    PathNode<T>[] widerChildren = array(children.length + 1);
    System.arraycopy(firsts, 0, widerFirsts, 0, at);
    System.arraycopy(firsts, at, widerFirsts, at + 1, firsts.length - at);
    System.arraycopy(children, 0, widerChildren, 0, at);
    System.arraycopy(children, at, widerChildren, at + 1, children.length - at);
    widerFirsts[at] = child.label.charAt(0);
    widerChildren[at] = child;
    firsts = widerFirsts;
    children = widerChildren;
  }

  private static int commonLength(String a, String b) {
    int limit = Math.min(a.length(), b.length());
    int i = 0;
    while (i < limit && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  @SuppressWarnings("unchecked") // arrays of a generic type cannot be made otherwise
  private static <T> PathNode<T>[] array(int length) {
    return (PathNode<T>[]) new PathNode<?>[length];
  }
}
