package dev.causeway.router.suite;

/** The routing suite: express path, HTTP/1.1. */
final class ExpressHttp1RoutingTest extends UpgradeSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return false;
  }
}
