package dev.causeway.controlplane.inspect;

import dev.causeway.proto.v1.CertificateView;
import dev.causeway.proto.v1.TrustBundleView;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.TrustBundle;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/** What may be known about certificates. */
final class CertificateViews {
  private CertificateViews() {}

  static CertificateView leaf(Certificate certificate) {
    return certificate.chain().isEmpty()
        ? CertificateView.getDefaultInstance()
        : view(certificate.chain().getFirst());
  }

  static TrustBundleView bundle(TrustBundle bundle) {
    return TrustBundleView.newBuilder()
        .addAllCertificates(bundle.certificates().stream().map(CertificateViews::view).toList())
        .setChecksRevocation(bundle.checksRevocation())
        .setRevocationLists(bundle.revocationLists().size())
        .build();
  }

  private static CertificateView view(Bytes der) {
    byte[] bytes = der.toArray();
    CertificateView.Builder view = CertificateView.newBuilder().setFingerprint(fingerprint(bytes));
    try {
      var parsed =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes));
      if (parsed instanceof X509Certificate certificate) {
        view.setSubject(certificate.getSubjectX500Principal().getName())
            .setNotAfterUnixMillis(certificate.getNotAfter().toInstant().toEpochMilli());
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names != null) {
          names.forEach(name -> view.addSubjectAlternativeNames(String.valueOf(name.get(1))));
        }
      }
      return view.build();
    } catch (CertificateException e) {
      return view.setSubject("(not a certificate)").build();
    }
  }

  private static String fingerprint(byte[] der) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
