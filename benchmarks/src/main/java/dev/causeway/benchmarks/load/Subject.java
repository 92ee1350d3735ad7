package dev.causeway.benchmarks.load;

import java.util.List;

/**
 * A running proxy.
 *
 * @param name name in the table
 * @param pids processes whose CPU time counts
 * @param httpPort port of the plain side
 * @param httpsPort port of the TLS side
 */
public record Subject(String name, List<Long> pids, int httpPort, int httpsPort) {
  /** Copies the list. */
  public Subject {
    pids = List.copyOf(pids);
  }

  /** Returns the port a workload goes to. */
  public int port(Workload workload) {
    return workload.secure() ? httpsPort : httpPort;
  }
}
