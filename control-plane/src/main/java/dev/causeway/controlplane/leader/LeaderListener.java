package dev.causeway.controlplane.leader;

/** Who does the work of a leader; called on one thread of the election, in turns. */
public interface LeaderListener {
  /**
   * This process leads from now on. Must return soon.
   *
   * @param leadership the fence to ask before every write
   */
  void started(Leadership leadership);

  /** This process leads no longer; what is written must be written when this returns. */
  void stopped();
}
