package dev.causeway.router.suite;

/** The routing suite: gateway path, HTTP/2 over TLS. */
final class GatewayHttp2RoutingTest extends UpgradeSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return true;
  }
}
