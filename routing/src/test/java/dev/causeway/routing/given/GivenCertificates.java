package dev.causeway.routing.given;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Certificates made for one test run. */
public final class GivenCertificates {
  private GivenCertificates() {}

  public static X509Bundle authority(String name) {
    return build(() -> template(name).setIsCertificateAuthority(true).buildSelfSigned());
  }

  public static X509Bundle rsaAuthority(String name) {
    return build(() -> template(name).rsa2048().setIsCertificateAuthority(true).buildSelfSigned());
  }

  public static X509Bundle intermediate(String name, X509Bundle issuer) {
    return build(() -> template(name).setIsCertificateAuthority(true).buildIssuedBy(issuer));
  }

  public static X509Bundle ec(String host) {
    return build(() -> template(host).setIsCertificateAuthority(true).buildSelfSigned());
  }

  public static X509Bundle rsa(String host) {
    return build(() -> template(host).rsa2048().setIsCertificateAuthority(true).buildSelfSigned());
  }

  public static X509Bundle issued(String host, X509Bundle issuer) {
    return build(() -> template(host).buildIssuedBy(issuer));
  }

  /**
   * A certificate that claims to be signed with SHA-1, which no builder makes any more: the
   * identifier of the algorithm is exchanged, the signature is no longer valid.
   *
   * @param rsaIssued DER of a certificate issued by an RSA key
   */
  public static String withSha1(byte[] rsaIssued) {
    String sha256 = "2a864886f70d01010b";
    String hex = HexFormat.of().formatHex(rsaIssued);
    return pem("CERTIFICATE", HexFormat.of().parseHex(hex.replace(sha256, "2a864886f70d010105")));
  }

  public static X509Bundle ed25519(String host) {
    return build(
        () ->
            template(host)
                .algorithm(CertificateBuilder.Algorithm.ed25519)
                .setIsCertificateAuthority(true)
                .buildSelfSigned());
  }

  public static X509Bundle expired(String host, X509Bundle issuer) {
    return build(
        () ->
            template(host)
                .notBefore(Instant.parse("2001-01-01T00:00:00Z"))
                .notAfter(Instant.parse("2002-01-01T00:00:00Z"))
                .buildIssuedBy(issuer));
  }

  /** The key in the old form of its algorithm, PKCS#1 or SEC1. */
  public static String traditionalKey(X509Bundle bundle) {
    byte[] pkcs8 = bundle.getKeyPair().getPrivate().getEncoded();
    // PKCS#8 is SEQUENCE { version, algorithm, OCTET STRING key }; both headers vary in length.
    int version = contentStart(pkcs8, 0);
    int algorithm = end(pkcs8, version);
    int key = end(pkcs8, algorithm);
    int start = contentStart(pkcs8, key);
    byte[] inner = Arrays.copyOfRange(pkcs8, start, end(pkcs8, key));
    boolean rsa = bundle.getKeyPair().getPrivate().getAlgorithm().equals("RSA");
    return pem(rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY", inner);
  }

  public static String pem(String label, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  private static int contentStart(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int end(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    int length = first;
    if (first >= 0x80) {
      length = 0;
      for (int i = 0; i < (first & 0x7f); i++) {
        length = length << 8 | (der[at + 2 + i] & 0xff);
      }
    }
    return contentStart(der, at) + length;
  }

  private static CertificateBuilder template(String host) {
    return new CertificateBuilder().subject("CN=" + host).addSanDnsName(host).ecp256();
  }

  private static X509Bundle build(Step step) {
    try {
      return step.build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Step {
    X509Bundle build() throws Exception;
  }
}
