package dev.causeway.router.failure;

import java.util.Locale;

/**
 * Why the router answered itself instead of passing on what an endpoint said. Decides status, page,
 * metric label and log flag of the answer.
 *
 * <p>{@code status} 0 means that no answer is possible or wanted: the connection or stream is cut.
 */
public enum FailureCategory {
  /** No rule matches the request (HO-057). */
  NO_ROUTE(503, Page.NO_ROUTE, "SC", true),
  /** A rule matches, but no endpoint may take traffic (HO-058). */
  NO_ENDPOINT(503, Page.UNAVAILABLE, "SC", true),
  /** The host's configuration was rejected and it has no last good version. */
  CONFIGURATION_REJECTED(503, Page.UNAVAILABLE, "PR", true),
  /** No endpoint accepted a connection (RO-031). */
  CONNECT_FAILED(503, Page.UNAVAILABLE, "SC", true),
  /** No endpoint accepted a connection in time (RO-031). */
  CONNECT_TIMEOUT(503, Page.UNAVAILABLE, "sC", true),
  /** TLS with the endpoint failed, or its certificate was not acceptable (TLS-036). */
  UPSTREAM_TLS_FAILED(503, Page.UNAVAILABLE, "SC", true),
  /** The router is at its own limits. */
  OVERLOAD(503, Page.UNAVAILABLE, "sQ", true),
  /** The endpoint was silent for the server timeout before its head (RO-032). */
  UPSTREAM_TIMEOUT(504, Page.PLAIN, "sH", false),
  /** The endpoint's answer was no HTTP, or closed before its head was complete (RO-035). */
  UPSTREAM_BAD_RESPONSE(502, Page.PLAIN, "SH", false),
  /** The endpoint's answer broke off after its head was passed on (RO-032). */
  RESPONSE_ABORTED(0, Page.NONE, "SD", true),
  /** The client went away before the exchange was over. */
  CLIENT_ABORTED(0, Page.NONE, "C", true),
  /** The connection's certificate does not speak for this authority (RFC 9110, 15.5.20). */
  MISDIRECTED(421, Page.PLAIN, "PR", false),
  /** The client's address is not in the Route's allowlist (AN-036). */
  SOURCE_REFUSED(0, Page.NONE, "PR", true),
  /** The client's address is beyond a limit of the Route (AN-041). */
  RATE_LIMITED(0, Page.NONE, "PR", true),
  /** The same, for Routes that want it answered. */
  TOO_MANY_REQUESTS(429, Page.PLAIN, "PR", false),
  /** The subject of the client's certificate is not let in (TLS-054). */
  CLIENT_FORBIDDEN(403, Page.PLAIN, "PR", true),
  /** The request is malformed. */
  BAD_REQUEST(400, Page.PLAIN, "PR", true),
  /** The request head did not arrive in time (RO-030). */
  REQUEST_TIMEOUT(408, Page.PLAIN, "cR", true),
  /** The request line is larger than the header buffer (RO-035). */
  TARGET_TOO_LONG(414, Page.PLAIN, "PR", true),
  /** The request head is larger than the header buffer (RO-035). */
  HEADERS_TOO_LARGE(431, Page.PLAIN, "PR", true),
  /** Something in the router itself went wrong. */
  INTERNAL(500, Page.PLAIN, "I", true);

  /** Which body an answer carries. */
  public enum Page {
    /** No answer at all. */
    NONE,
    /** A short built-in page that is never customised (RO-083). */
    PLAIN,
    /** The "application is not available" page (RO-080). */
    UNAVAILABLE,
    /** The page for unknown hosts and paths; a 404 once pages are customised (RO-082). */
    NO_ROUTE
  }

  private final int status;
  private final Page page;
  private final String logFlag;
  private final boolean closes;
  private final String label = name().toLowerCase(Locale.ROOT);

  FailureCategory(int status, Page page, String logFlag, boolean closes) {
    this.status = status;
    this.page = page;
    this.logFlag = logFlag;
    this.closes = closes;
  }

  /** Returns the HTTP status, or 0 where no answer is made. */
  public int status() {
    return status;
  }

  /** Returns which page goes with the answer. */
  public Page page() {
    return page;
  }

  /**
   * Returns HAProxy's letters for who ended it and how far it had come, as access logs show them;
   * the first one alone where the second depends on the exchange.
   */
  public String logFlag() {
    return logFlag;
  }

  /** Returns whether an HTTP/1.1 connection closes after the answer. */
  public boolean closesConnection() {
    return closes;
  }

  /** Returns the value of the metric label. */
  public String label() {
    return label;
  }
}
