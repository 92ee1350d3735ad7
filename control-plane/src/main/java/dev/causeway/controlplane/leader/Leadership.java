package dev.causeway.controlplane.leader;

/** Whether this process may write at present. */
@FunctionalInterface
public interface Leadership {
  /**
   * Returns whether this process leads; asked before every write.
   *
   * <p>Turns false on its own, without any callback, when the Lease was not renewed in time: before
   * another process can have it.
   */
  boolean leads();
}
