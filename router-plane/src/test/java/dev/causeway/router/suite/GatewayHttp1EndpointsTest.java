package dev.causeway.router.suite;

/** The suite on endpoints: gateway path, HTTP/1.1. */
final class GatewayHttp1EndpointsTest extends PressureSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return false;
  }
}
