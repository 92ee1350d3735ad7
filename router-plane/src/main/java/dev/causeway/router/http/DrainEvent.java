package dev.causeway.router.http;

/** Pipeline event: finish what is under way, start nothing new, then close. */
public enum DrainEvent {
  /** The only instance. */
  DRAIN
}
