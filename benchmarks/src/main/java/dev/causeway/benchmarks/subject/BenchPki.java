package dev.causeway.benchmarks.subject;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Certificates of one run: mutual TLS of the stream, and the served host's. */
public final class BenchPki {

  private final X509Bundle authority;

  private BenchPki(X509Bundle authority) {
    this.authority = authority;
  }

  /** Creates an authority. */
  public static BenchPki create() {
    try {
      return new BenchPki(
          new CertificateBuilder()
              .subject("CN=Causeway bench CA")
              .algorithm(Algorithm.ecp256)
              .setIsCertificateAuthority(true)
              .buildSelfSigned());
    } catch (Exception e) {
      throw new IllegalStateException("cannot create the certificates of the run", e);
    }
  }

  /** Issues a certificate for a DNS name. */
  public X509Bundle issue(String name) {
    try {
      return new CertificateBuilder()
          .subject("CN=" + name)
          .algorithm(Algorithm.ecp256)
          .addSanDnsName(name)
          .buildIssuedBy(authority);
    } catch (Exception e) {
      throw new IllegalStateException("cannot issue a certificate for " + name, e);
    }
  }

  /** Writes {@code <file>.crt}, {@code <file>.key} and {@code ca.crt} for a DNS name. */
  void write(Path folder, String file, String name) throws IOException {
    X509Bundle bundle = issue(name);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(file + ".crt"), bundle.getCertificatePathPEM());
    Files.writeString(folder.resolve(file + ".key"), bundle.getPrivateKeyPEM());
    Files.writeString(folder.resolve("ca.crt"), authority.getCertificatePEM());
  }
}
