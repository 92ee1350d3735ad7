package dev.causeway.router.suite;

/** Tuning options: express path, HTTP/2 over TLS. */
final class ExpressHttp2TuningTest extends TuningSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return true;
  }
}
