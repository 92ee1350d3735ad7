package dev.causeway.router.suite;

/** Tuning options: gateway path, HTTP/1.1. */
final class GatewayHttp1TuningTest extends TuningSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return false;
  }
}
