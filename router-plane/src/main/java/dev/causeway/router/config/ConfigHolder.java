package dev.causeway.router.config;

/** Where the data plane finds the active configuration. Any thread may read. */
public final class ConfigHolder {
  private volatile ActiveConfig current;

  /** Starts with a configuration that serves nothing. */
  public ConfigHolder(ActiveConfig initial) {
    this.current = initial;
  }

  /** Returns the active configuration; one volatile read. */
  public ActiveConfig current() {
    return current;
  }

  void swap(ActiveConfig next) {
    current = next;
  }
}
