package dev.causeway.benchmarks.load;

import java.util.List;

/** The loads a run puts on every subject: 1 KB answers over connections that are kept. */
public enum Workload {
  /** HTTP/1.1 in clear text, 64 connections. */
  HTTP1_PLAIN("HTTP/1.1 plain", false) {
    @Override
    List<String> command(int port, int seconds) {
      return wrk("http", port, seconds);
    }
  },
  /** HTTP/1.1 inside TLS that ends in the router, 64 connections. */
  HTTP1_EDGE("HTTP/1.1 TLS edge", true) {
    @Override
    List<String> command(int port, int seconds) {
      return wrk("https", port, seconds);
    }
  },
  /** HTTP/2 inside TLS, 8 connections with 32 streams each. */
  HTTP2_EDGE("HTTP/2 TLS edge", true) {
    @Override
    List<String> command(int port, int seconds) {
      return List.of(
          "h2load",
          "-t1",
          "-c8",
          "-m32",
          "-D" + seconds,
          "--connect-to=127.0.0.1:" + port,
          "https://" + HOST + ":" + port + "/");
    }
  };

  /** The host every subject serves. */
  public static final String HOST = "bench.localhost";

  private static final int CONNECTIONS = 64;

  private final String title;
  private final boolean secure;

  Workload(String title, boolean secure) {
    this.title = title;
    this.secure = secure;
  }

  /** Returns the name for people. */
  public String title() {
    return title;
  }

  /** Returns whether the load goes to the TLS port. */
  public boolean secure() {
    return secure;
  }

  /** Returns whether the generator is wrk; otherwise it is h2load. */
  boolean byWrk() {
    return this != HTTP2_EDGE;
  }

  /** Returns the command line that loads a port for some seconds. */
  abstract List<String> command(int port, int seconds);

  // The address carries the load, the Host header the name; SNI plays no part in routing then.
  private static List<String> wrk(String scheme, int port, int seconds) {
    return List.of(
        "wrk",
        "-t1",
        "-c" + CONNECTIONS,
        "-d" + seconds + "s",
        "-H",
        "Host: " + HOST,
        scheme + "://127.0.0.1:" + port + "/");
  }
}
