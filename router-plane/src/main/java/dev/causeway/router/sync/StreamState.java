package dev.causeway.router.sync;

/**
 * Where the router's stream stands. What serves is independent of it.
 *
 * <pre>
 *   Greeting --UpToDate--------------> Steady <--commit-- Receiving
 *      |                                 |                   ^
 *      +--first part--> Receiving        +----first part-----+
 *      Steady, Receiving --drift--> Greeting (with the inventory)
 *      anything --stream ends--> Over
 * </pre>
 */
sealed interface StreamState {
  /** Hello or inventory was sent; nothing is known of the control plane's answer. */
  record Greeting() implements StreamState {}

  /** Parts of a transaction are arriving. */
  record Receiving(Staging staging) implements StreamState {}

  /** The last transaction is committed. */
  record Steady() implements StreamState {}

  /** The stream has ended. */
  record Over() implements StreamState {}
}
