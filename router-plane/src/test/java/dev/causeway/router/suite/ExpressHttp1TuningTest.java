package dev.causeway.router.suite;

/** Tuning options: express path, HTTP/1.1. */
final class ExpressHttp1TuningTest extends TuningSuite {

  @Override
  boolean express() {
    return true;
  }

  @Override
  boolean http2() {
    return false;
  }
}
