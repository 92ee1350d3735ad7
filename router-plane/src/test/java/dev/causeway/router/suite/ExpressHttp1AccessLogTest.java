package dev.causeway.router.suite;

/** The access log: express path, HTTP/1.1. */
final class ExpressHttp1AccessLogTest extends AccessLogFormatSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return false;
  }
}
