package dev.causeway.router.suite;

/** What gRPC asks of HTTP/2: gateway path. */
final class GatewayGrpcInteropTest extends GrpcInteropSuite {

  @Override
  boolean express() {
    return false;
  }
}
