package dev.causeway.router.suite;

/** Policies of rules: gateway path, HTTP/1.1. */
final class GatewayHttp1PolicyTest extends CompressionSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return false;
  }
}
