package dev.causeway.demo.origin;

/** A demo origin on a port of its own. Any thread may ask and close it. */
public interface Origin extends AutoCloseable {
  /** Returns the name it answers with. */
  String name();

  /** Returns the port. */
  int port();

  /** Returns the number of requests, tunnels and calls being served. */
  int inFlight();

  /** Returns the number of open connections to it. */
  int connections();

  /** Says that no router sends it requests any more that are begun from now on. */
  void retire();

  /** Returns the number of requests that were begun after {@link #retire}. */
  long late();

  /** Stops listening and closes every connection. */
  @Override
  void close();
}
