package dev.causeway.benchmarks.load;

/**
 * One slice of load on one subject.
 *
 * @param requests answers with a 2xx status
 * @param failures everything else: other statuses, socket errors, timeouts
 * @param cpuMicros CPU time the subject spent during the slice, user and system, microseconds
 * @param wallMicros length of the slice, microseconds
 */
public record Sample(long requests, long failures, long cpuMicros, long wallMicros) {

  /** Returns CPU microseconds per request; not a number if there was none. */
  public double cpuPerRequest() {
    return requests == 0 ? Double.NaN : (double) cpuMicros / requests;
  }

  /** Returns requests per second. */
  public double rate() {
    return requests * 1e6 / wallMicros;
  }
}
