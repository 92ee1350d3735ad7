package dev.causeway.router.suite;

/** gRPC over TLS: gateway path. */
final class GatewayGrpcTest extends GrpcSuite {

  @Override
  boolean express() {
    return false;
  }
}
