package dev.causeway.router.suite;

class ExpressClientCertificateTest extends ClientCertificateSuite {
  @Override
  boolean express() {
    return true;
  }
}
