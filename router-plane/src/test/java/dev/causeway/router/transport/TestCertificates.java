package dev.causeway.router.transport;

import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.util.List;

/** Certificates made for one test run. */
public final class TestCertificates {
  private TestCertificates() {}

  /** A self-signed certificate for {@code host} with an EC key. */
  public static Certificate ec(String host) {
    return certificate(host, bundle(host, CertificateBuilder.Algorithm.ecp256), KeyAlgorithm.EC);
  }

  /** A self-signed certificate for {@code host} with an RSA key. */
  public static Certificate rsa(String host) {
    return certificate(host, bundle(host, CertificateBuilder.Algorithm.rsa2048), KeyAlgorithm.RSA);
  }

  /** A self-signed certificate for {@code host}, which may also sign others. */
  public static X509Bundle bundle(String host, CertificateBuilder.Algorithm algorithm) {
    try {
      return new CertificateBuilder()
          .subject("CN=" + host)
          .addSanDnsName(host)
          .setIsCertificateAuthority(true)
          .algorithm(algorithm)
          .buildSelfSigned();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** {@code bundle} in the compiled model, under a name of its own. */
  public static Certificate certificate(String host, X509Bundle bundle, KeyAlgorithm algorithm) {
    try {
      byte[] leaf = bundle.getCertificate().getEncoded();
      return new Certificate(
          "test",
          host + "-" + bundle.getCertificate().getSerialNumber(),
          List.of(Bytes.of(leaf)),
          algorithm,
          KeyMaterial.of(bundle.getKeyPair().getPrivate().getEncoded()));
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
