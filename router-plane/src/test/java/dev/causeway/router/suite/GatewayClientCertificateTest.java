package dev.causeway.router.suite;

class GatewayClientCertificateTest extends ClientCertificateSuite {
  @Override
  boolean express() {
    return false;
  }
}
