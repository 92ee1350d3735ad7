package dev.causeway.demo.check;

/**
 * What a step of the self-check came to.
 *
 * @param name what was done
 * @param times how often
 * @param median median duration in milliseconds
 * @param max longest duration in milliseconds
 * @param problem empty if it held
 */
record StepResult(String name, int times, double median, double max, String problem) {
  boolean held() {
    return problem.isEmpty();
  }
}
