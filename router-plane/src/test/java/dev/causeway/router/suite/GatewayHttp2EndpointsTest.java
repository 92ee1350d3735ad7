package dev.causeway.router.suite;

/** The suite on endpoints: gateway path, HTTP/2. */
final class GatewayHttp2EndpointsTest extends PressureSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return true;
  }
}
