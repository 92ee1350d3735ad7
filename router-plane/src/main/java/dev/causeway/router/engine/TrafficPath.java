package dev.causeway.router.engine;

/** Who produced an answer. */
public enum TrafficPath {
  /** The engine alone, without the gateway's filters. */
  EXPRESS("express"),
  /** The gateway's filter chain on top of the engine. */
  GATEWAY("gateway"),
  /** The router itself: redirects, health, no route. */
  LOCAL("local");

  private final String label;

  TrafficPath(String label) {
    this.label = label;
  }

  /** Returns the value of the metric label. */
  public String label() {
    return label;
  }
}
