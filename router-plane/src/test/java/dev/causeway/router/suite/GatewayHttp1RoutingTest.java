package dev.causeway.router.suite;

/** The routing suite: gateway path, HTTP/1.1. */
final class GatewayHttp1RoutingTest extends UpgradeSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return false;
  }
}
