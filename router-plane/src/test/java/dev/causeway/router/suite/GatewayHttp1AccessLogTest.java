package dev.causeway.router.suite;

/** The access log: gateway path, HTTP/1.1. */
final class GatewayHttp1AccessLogTest extends AccessLogFormatSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return false;
  }
}
