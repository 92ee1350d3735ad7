package dev.causeway.routing.pem;

import dev.causeway.routing.model.Bytes;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses X.509 certificates and follows their chains. */
final class X509 {
  private static final int KEY_CERT_SIGN = 5;

  private X509() {}

  /** Parses the certificates of {@code blocks} and refuses weak signatures (RT-084). */
  static List<X509Certificate> parse(List<PemBlock> blocks) throws InvalidPemException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : blocks) {
      if (block.type() != PemType.CERTIFICATE) {
        throw new InvalidPemException("may hold certificates only, but holds a private key");
      }
      certificates.add(parse(block.content().reveal()));
    }
    return certificates;
  }

  private static X509Certificate parse(byte[] der) throws InvalidPemException {
    X509Certificate certificate;
    try {
      certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new InvalidPemException("holds a certificate that cannot be read");
    }
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    boolean weak =
        algorithm.startsWith("SHA1") || algorithm.startsWith("MD5") || algorithm.startsWith("MD2");
    if (weak && !selfIssued(certificate)) {
      throw new InvalidPemException(
          "holds a certificate signed with "
              + certificate.getSigAlgName()
              + "; have it issued again with SHA-256");
    }
    return certificate;
  }

  private static boolean selfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }

  /**
   * Returns whether {@code leaf} chains to one of {@code anchors} (RT-083). Anchors serve as roots
   * and as intermediates; further certificates of the chain may help. Dates and names do not count
   * (RT-085).
   */
  static boolean chainsTo(
      X509Certificate leaf, List<X509Certificate> intermediates, List<X509Certificate> anchors) {
    return new Search(intermediates, anchors).leadsFrom(leaf);
  }

  /**
   * One search for an anchor. It verifies a limited number of signatures: certificates that all
   * carry the same name, issued by each other, would keep it busy for as long as somebody likes.
   */
  private static final class Search {
    private static final int MOST_SIGNATURES = 256;

    private final List<X509Certificate> intermediates;
    private final List<X509Certificate> anchors;
    private final Set<X509Certificate> seen = new HashSet<>();
    private int verified;

    Search(List<X509Certificate> intermediates, List<X509Certificate> anchors) {
      this.intermediates = intermediates;
      this.anchors = anchors;
    }

    boolean leadsFrom(X509Certificate certificate) {
      if (anchors.contains(certificate)) {
        return true;
      }
      if (!seen.add(certificate)) {
        return false;
      }
      for (X509Certificate anchor : anchors) {
        if (issued(anchor, certificate)) {
          return true;
        }
      }
      for (X509Certificate issuer : intermediates) {
        if (issued(issuer, certificate) && leadsFrom(issuer)) {
          return true;
        }
      }
      return false;
    }

    private boolean issued(X509Certificate issuer, X509Certificate subject) {
      if (!issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())
          || !mayIssue(issuer)
          || verified == MOST_SIGNATURES) {
        return false;
      }
      verified++;
      try {
        subject.verify(issuer.getPublicKey());
        return true;
      } catch (GeneralSecurityException e) {
        return false;
      }
    }
  }

  private static boolean mayIssue(X509Certificate issuer) {
    boolean[] usage = issuer.getKeyUsage();
    return (issuer.getVersion() < 3 || issuer.getBasicConstraints() >= 0)
        && (usage == null || usage[KEY_CERT_SIGN]);
  }

  /** Returns the DER forms of {@code certificates}. */
  static List<Bytes> encoded(List<X509Certificate> certificates) throws InvalidPemException {
    List<Bytes> encoded = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      try {
        encoded.add(Bytes.of(certificate.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new InvalidPemException("holds a certificate that cannot be read");
      }
    }
    return encoded;
  }
}
