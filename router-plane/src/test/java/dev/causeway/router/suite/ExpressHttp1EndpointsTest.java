package dev.causeway.router.suite;

/** The suite on endpoints: express path, HTTP/1.1. */
final class ExpressHttp1EndpointsTest extends PressureSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return false;
  }
}
