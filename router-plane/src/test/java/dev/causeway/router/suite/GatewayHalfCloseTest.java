package dev.causeway.router.suite;

/** Half-closed clients: gateway path. */
final class GatewayHalfCloseTest extends HalfCloseSuite {

  @Override
  boolean express() {
    return false;
  }
}
