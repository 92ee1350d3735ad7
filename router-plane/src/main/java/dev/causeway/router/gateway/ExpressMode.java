package dev.causeway.router.gateway;

/** Which requests take the express path ({@code causeway.router.express}). */
public enum ExpressMode {
  /**
   * Plans without filters take the express path, unless the application brings global filters:
   * those want to see every request.
   */
  AUTO,
  /** Plans without filters take the express path in any case. */
  ON,
  /** Every HTTP request takes the gateway path. */
  OFF
}
