package dev.causeway.demo.check;

/** What the self-check is doing now, so that a failure says when it happened. */
final class Stage {
  private volatile String name = "start";

  String name() {
    return name;
  }

  void enter(String next) {
    name = next;
  }
}
