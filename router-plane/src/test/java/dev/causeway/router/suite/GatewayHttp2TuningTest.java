package dev.causeway.router.suite;

/** Tuning options: gateway path, HTTP/2 over TLS. */
final class GatewayHttp2TuningTest extends TuningSuite {

  @Override
  boolean express() {
    return false;
  }

  @Override
  boolean http2() {
    return true;
  }
}
