package dev.causeway.router.suite;

/** Policies of rules: gateway path, HTTP/2 over TLS. */
final class GatewayHttp2PolicyTest extends CompressionSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return true;
  }
}
