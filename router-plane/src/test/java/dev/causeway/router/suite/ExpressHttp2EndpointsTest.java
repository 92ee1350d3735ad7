package dev.causeway.router.suite;

/** The suite on endpoints: express path, HTTP/2. */
final class ExpressHttp2EndpointsTest extends PressureSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return true;
  }
}
