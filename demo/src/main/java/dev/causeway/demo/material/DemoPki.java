package dev.causeway.demo.material;

import dev.causeway.demo.process.DemoException;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An authority that lives as long as the demo, and what it signs. */
public final class DemoPki {
  private static final Duration LIFETIME = Duration.ofDays(30);
  private static final Duration BACKDATE = Duration.ofHours(1);

  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final int SEQUENCE = 0x30;
  private static final int DNS_NAME = 0x82;
  private static final int SHORT_LENGTH = 127;
  private static final int ONE_BYTE_LENGTH = 0x81;

  private final X509Bundle authority;
  private final Clock clock;

  /** Makes an authority. */
  public DemoPki(Clock clock) {
    this.clock = clock;
    try {
      this.authority =
          template("CN=Causeway demo authority").setIsCertificateAuthority(true).buildSelfSigned();
    } catch (Exception e) {
      throw new DemoException("this JDK cannot make certificates: " + e.getMessage() + ".", e);
    }
  }

  private CertificateBuilder template(String subject) {
    Instant now = clock.instant();
    return new CertificateBuilder()
        .ecp256()
        .subject(subject)
        .notBefore(now.minus(BACKDATE))
        .notAfter(now.plus(LIFETIME));
  }

  /** Returns the authority's certificate. */
  public X509Certificate authority() {
    return authority.getCertificate();
  }

  /** Returns the authority's certificate as PEM. */
  public String authorityPem() {
    return authority.getCertificatePEM();
  }

  /** Issues a certificate for servers with these names; the first is the subject. */
  public X509Bundle server(List<String> names) {
    return issue(
        template("CN=" + names.getFirst())
            .addExtendedKeyUsageServerAuth()
            .addExtensionOctetString(SUBJECT_ALTERNATIVE_NAME, false, dnsNames(names)));
  }

  /** GeneralNames in DER (RFC 5280, 4.2.1.6); the builder's own method refuses wildcards. */
  private static byte[] dnsNames(List<String> names) {
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    for (String name : names) {
      byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
      list.write(DNS_NAME);
      list.write(ascii.length);
      list.writeBytes(ascii);
    }
    ByteArrayOutputStream sequence = new ByteArrayOutputStream();
    sequence.write(SEQUENCE);
    if (list.size() > SHORT_LENGTH) {
      sequence.write(ONE_BYTE_LENGTH);
    }
    sequence.write(list.size());
    sequence.writeBytes(list.toByteArray());
    return sequence.toByteArray();
  }

  /** Issues the certificate of the demo origins. */
  public X509Bundle origins() {
    // As the host of a passthrough Route, and as a Service inside the cluster.
    return server(List.of("*.apps.localhost", "*.demo.svc"));
  }

  /**
   * Issues a certificate of the stream, for both sides of mutual TLS.
   *
   * @param name DNS name of the identity
   * @param host name it is reached by, beside loopback
   */
  public X509Bundle peer(String name, String host) {
    return issue(
        template("CN=" + name)
            .addSanDnsName(name)
            .addSanDnsName(host)
            .addSanIpAddress("127.0.0.1")
            .addExtendedKeyUsageServerAuth()
            .addExtendedKeyUsageClientAuth());
  }

  private X509Bundle issue(CertificateBuilder builder) {
    try {
      return builder.buildIssuedBy(authority);
    } catch (Exception e) {
      throw new DemoException("this JDK cannot make certificates: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Writes an identity of the snapshot stream, readable by this user only.
   *
   * @param name DNS name of the identity, also the names of its files
   */
  public Identity writeIdentity(Path folder, String name) {
    return write(
        peer(name, "localhost"),
        new Identity(
            folder.resolve(name + ".crt"),
            folder.resolve(name + ".key"),
            folder.resolve("authority.crt")));
  }

  /** Writes a certificate, its key and the authority, readable by this user only. */
  public Identity write(X509Bundle bundle, Identity files) {
    write(files.trust(), authorityPem());
    write(files.certificate(), bundle.getCertificatePathPEM());
    write(files.key(), bundle.getPrivateKeyPEM());
    return files;
  }

  private static void write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new DemoException(file + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  /**
   * PEM files of one side of mutual TLS.
   *
   * @param certificate own chain
   * @param key own private key
   * @param trust who signs the other side
   */
  public record Identity(Path certificate, Path key, Path trust) {
    /** Returns the files of a folder, named as the keys of a Kubernetes TLS Secret. */
    public static Identity in(Path folder) {
      return new Identity(
          folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt"));
    }
  }
}
