package dev.causeway.testkit.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A certificate authority that lives as long as a test and writes identities as PEM files. */
public final class TestAuthority {
  private final Path folder;
  private final X509Bundle authority;

  /** Makes an authority whose identities are written below {@code folder}. */
  public TestAuthority(Path folder) {
    this.folder = folder;
    this.authority = selfSigned();
  }

  /**
   * The files of an identity.
   *
   * @param certificate chain
   * @param key private key
   * @param trust certificate of the authority
   */
  public record Identity(Path certificate, Path key, Path trust) {}

  /** Issues a certificate for {@code 127.0.0.1} and {@code dnsNames}, good for both sides. */
  public Identity issue(String... dnsNames) {
    CertificateBuilder builder =
        new CertificateBuilder()
            .subject("CN=" + dnsNames[0])
            .ecp256()
            .addSanIpAddress("127.0.0.1")
            .addExtendedKeyUsageServerAuth()
            .addExtendedKeyUsageClientAuth();
    Arrays.stream(dnsNames).forEach(builder::addSanDnsName);
    X509Bundle bundle = issued(builder);
    return new Identity(
        write(dnsNames[0] + ".crt", bundle.getCertificatePathPEM()),
        write(dnsNames[0] + ".key", bundle.getPrivateKeyPEM()),
        write("trust.crt", authority.getCertificatePEM()));
  }

  private Path write(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static X509Bundle selfSigned() {
    try {
      return new CertificateBuilder()
          .subject("CN=causeway test authority")
          .ecp256()
          .setIsCertificateAuthority(true)
          .buildSelfSigned();
    } catch (Exception e) { // the builder declares no narrower one
      throw new IllegalStateException("a test authority could not be made", e);
    }
  }

  private X509Bundle issued(CertificateBuilder builder) {
    try {
      return builder.buildIssuedBy(authority);
    } catch (Exception e) { // the builder declares no narrower one
      throw new IllegalStateException("a test certificate could not be issued", e);
    }
  }
}
