package dev.causeway.systemtests;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An authority, the identities of the stream and certificates for hosts. */
final class Identities {
  private final Path folder;
  private final X509Bundle authority;

  Identities(Path folder) throws Exception {
    this.folder = folder;
    this.authority =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=test authority")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
  }

  X509Bundle authority() {
    return authority;
  }

  /** Issues a certificate for a host. */
  X509Bundle host(String name) throws Exception {
    return host(name, "CN=" + name);
  }

  /** Issues a certificate for a host to a subject. */
  X509Bundle host(String name, String subject) throws Exception {
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .addSanDnsName(name)
        .addExtendedKeyUsageServerAuth()
        .buildIssuedBy(authority);
  }

  /** Options that give a program the identity of this name. */
  List<String> options(String prefix, String name) throws Exception {
    Path certificate = folder.resolve(name + ".crt");
    Path key = folder.resolve(name + ".key");
    Path trust = folder.resolve("authority.crt");
    if (Files.notExists(certificate)) {
      X509Bundle bundle =
          new CertificateBuilder()
              .ecp256()
              .subject("CN=" + name)
              .addSanDnsName(name)
              .addSanDnsName("localhost")
              .addSanIpAddress("127.0.0.1")
              .addExtendedKeyUsageServerAuth()
              .addExtendedKeyUsageClientAuth()
              .buildIssuedBy(authority);
      Files.writeString(key, bundle.getPrivateKeyPEM());
      Files.writeString(trust, authority.getCertificatePEM());
      Files.writeString(certificate, bundle.getCertificatePathPEM());
    }
    return List.of(
        "--" + prefix + ".certificate=" + certificate,
        "--" + prefix + ".key=" + key,
        "--" + prefix + ".trust=" + trust);
  }
}
