package dev.causeway.router.suite;

/** gRPC over TLS: express path. */
final class ExpressGrpcTest extends GrpcSuite {

  @Override
  boolean express() {
    return true;
  }
}
