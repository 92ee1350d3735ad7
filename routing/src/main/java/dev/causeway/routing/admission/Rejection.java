package dev.causeway.routing.admission;

/**
 * Why a Route is not served.
 *
 * @param reason reason of the condition
 * @param field path of the offending field, empty where no single field is at fault
 * @param message sentence for people, naming the remedy
 */
public record Rejection(Reason reason, String field, String message) {
  /** Returns a rejection for a field that fails extended validation (RT-072). */
  public static Rejection invalid(String field, String message) {
    return new Rejection(Reason.EXTENDED_VALIDATION_FAILED, field, message);
  }
}
