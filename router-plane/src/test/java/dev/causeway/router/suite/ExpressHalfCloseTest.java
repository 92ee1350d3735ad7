package dev.causeway.router.suite;

/** Half-closed clients: express path. */
final class ExpressHalfCloseTest extends HalfCloseSuite {

  @Override
  boolean express() {
    return true;
  }
}
