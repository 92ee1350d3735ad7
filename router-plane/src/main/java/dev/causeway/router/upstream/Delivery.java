package dev.causeway.router.upstream;

/** How far a request got that will have no answer; decides whether it may be sent again. */
public enum Delivery {
  /** The application certainly never saw it. */
  NOT_DELIVERED,
  /** A reused connection closed without a byte of an answer: most likely it was closing already. */
  UNANSWERED,
  /** The application may have seen it. */
  DELIVERED
}
