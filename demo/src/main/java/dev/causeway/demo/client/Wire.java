package dev.causeway.demo.client;

/** How a client speaks. */
public enum Wire {
  /** HTTP/1.1 without TLS. */
  HTTP1(false, "HTTP/1.1"),
  /** HTTP/1.1 over TLS. */
  HTTPS1(true, "HTTPS/1.1"),
  /** HTTP/2 over TLS, by ALPN. */
  HTTP2(true, "HTTP/2");

  private final boolean tls;
  private final String label;

  Wire(boolean tls, String label) {
    this.tls = tls;
    this.label = label;
  }

  /** Returns whether TLS is spoken. */
  public boolean tls() {
    return tls;
  }

  /** Returns the name for people. */
  public String label() {
    return label;
  }
}
