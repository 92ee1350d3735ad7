package dev.causeway.router.suite;

/** The access log: gateway path, HTTP/2 over TLS. */
final class GatewayHttp2AccessLogTest extends AccessLogFormatSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return true;
  }
}
