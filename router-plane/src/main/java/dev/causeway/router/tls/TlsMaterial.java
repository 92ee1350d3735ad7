package dev.causeway.router.tls;

import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Turns the compiled model's DER into what the TLS providers take. */
final class TlsMaterial {
  private TlsMaterial() {}

  /** Returns the parsed certificates, in the same order. */
  static X509Certificate[] certificates(List<Bytes> chain) throws TlsMaterialException {
    if (chain.isEmpty()) {
      throw new TlsMaterialException("there is no certificate");
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      X509Certificate[] parsed = new X509Certificate[chain.size()];
      for (int i = 0; i < parsed.length; i++) {
        parsed[i] =
            (X509Certificate)
                factory.generateCertificate(new ByteArrayInputStream(chain.get(i).toArray()));
      }
      return parsed;
    } catch (CertificateException e) {
      throw new TlsMaterialException("a certificate cannot be parsed", e);
    }
  }

  /** Returns what a factory that was told whom to trust verifies chains with. */
  static X509ExtendedTrustManager chains(TrustManagerFactory factory) throws TlsMaterialException {
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager chains) {
        return chains;
      }
    }
    throw new TlsMaterialException("the platform verifies no X.509 chains");
  }

  /** Returns the key of {@code certificate}, which must belong to {@code leaf}. */
  static PrivateKey key(Certificate certificate, X509Certificate leaf) throws TlsMaterialException {
    String algorithm =
        switch (certificate.algorithm()) {
          case RSA -> "RSA";
          case EC -> "EC";
        };
    byte[] der = certificate.privateKey().reveal();
    try {
      PrivateKey key =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      if (!belongs(key, leaf.getPublicKey(), certificate.algorithm())) {
        throw new TlsMaterialException("the private key does not belong to the certificate");
      }
      return key;
    } catch (GeneralSecurityException e) {
      throw new TlsMaterialException("the private key cannot be parsed", e);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static boolean belongs(PrivateKey key, PublicKey certified, KeyAlgorithm algorithm)
      throws GeneralSecurityException {
    return switch (algorithm) {
      case RSA ->
          key instanceof RSAPrivateKey rsa
              && certified instanceof RSAPublicKey own
              && rsa.getModulus().equals(own.getModulus());
      case EC -> certified instanceof ECPublicKey && verifies(key, certified);
    };
  }

  private static boolean verifies(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    return signature.verify(signed);
  }
}
