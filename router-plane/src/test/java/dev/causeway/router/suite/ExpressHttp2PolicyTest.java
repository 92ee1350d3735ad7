package dev.causeway.router.suite;

/** Policies of rules: express path, HTTP/2 over TLS. */
final class ExpressHttp2PolicyTest extends CompressionSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return true;
  }
}
