package dev.causeway.router.suite;

/** The access log: express path, HTTP/2 over TLS. */
final class ExpressHttp2AccessLogTest extends AccessLogFormatSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return true;
  }
}
