package dev.causeway.router.suite;

/** What gRPC asks of HTTP/2: express path. */
final class ExpressGrpcInteropTest extends GrpcInteropSuite {

  @Override
  boolean express() {
    return true;
  }
}
