package dev.causeway.router.engine;

/** Told how long exchanges took. Any event loop calls it. */
@FunctionalInterface
public interface ExchangeTimes {
  /** Forgets them. */
  ExchangeTimes NONE = (path, nanos) -> {};

  /**
   * Notes an exchange that is over and was no tunnel.
   *
   * @param path who answered
   * @param nanos from the end of the request's head to the end of the exchange
   */
  void took(TrafficPath path, long nanos);
}
