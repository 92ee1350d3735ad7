package dev.causeway.router.suite;

/** The routing suite: express path, HTTP/2 over TLS. */
final class ExpressHttp2RoutingTest extends UpgradeSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return true;
  }
}
