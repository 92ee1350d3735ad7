package dev.causeway.routing.input;

import java.util.List;

/**
 * {@code spec.logging.access} of an IngressController as written; absent text is empty.
 *
 * @param type {@code destination.type} (IC-020)
 * @param address {@code destination.syslog.address} (IC-021)
 * @param port {@code destination.syslog.port}
 * @param facility {@code destination.syslog.facility}
 * @param maxLength {@code maxLength} of the destination chosen (IC-021, IC-022)
 * @param format {@code httpLogFormat} (IC-023)
 * @param requestHeaders {@code httpCaptureHeaders.request} (IC-024)
 * @param responseHeaders {@code httpCaptureHeaders.response} (IC-024)
 * @param cookies {@code httpCaptureCookies} (IC-025)
 * @param emptyRequests what becomes of connections without a request (IC-026)
 */
public record AccessLogInput(
    String type,
    String address,
    String port,
    String facility,
    String maxLength,
    String format,
    List<Header> requestHeaders,
    List<Header> responseHeaders,
    List<Cookie> cookies,
    String emptyRequests) {
  /** Copies the lists. */
  public AccessLogInput {
    requestHeaders = List.copyOf(requestHeaders);
    responseHeaders = List.copyOf(responseHeaders);
    cookies = List.copyOf(cookies);
  }

  /**
   * A header to capture.
   *
   * @param name its name
   * @param maxLength most bytes of its value
   */
  public record Header(String name, String maxLength) {}

  /**
   * A cookie to capture.
   *
   * @param matchType {@code Exact} or {@code Prefix}
   * @param name its name
   * @param namePrefix how its name begins
   * @param maxLength most bytes
   */
  public record Cookie(String matchType, String name, String namePrefix, String maxLength) {}
}
