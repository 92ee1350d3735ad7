package dev.causeway.router.suite;

/** Policies of rules: express path, HTTP/1.1. */
final class ExpressHttp1PolicyTest extends CompressionSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return false;
  }
}
