package dev.causeway.proto.identity;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;

/**
 * A mutual TLS identity that is whole: a chain, the private key of its leaf, and certificates that
 * peers must chain to.
 */
public final class PemIdentity {
  private static final String PROBE = "causeway";

  private final List<X509Certificate> chain;
  private final PrivateKey key;
  private final List<X509Certificate> trust;
  private final byte[] digest;

  private PemIdentity(
      List<X509Certificate> chain, PrivateKey key, List<X509Certificate> trust, byte[] digest) {
    this.chain = chain;
    this.key = key;
    this.trust = trust;
    this.digest = digest;
  }

  /**
   * Reads an identity. Files that are being replaced one after the other do not pass for one: the
   * key must be that of the leaf.
   *
   * @param certificate own chain, leaf first
   * @param key own private key, PKCS#8
   * @param trust certificates that peers must chain to
   * @throws IOException if a file cannot be read
   * @throws GeneralSecurityException if a file does not hold what it should; the message names it
   */
  public static PemIdentity read(Path certificate, Path key, Path trust)
      throws IOException, GeneralSecurityException {
    byte[] chainPem = Files.readAllBytes(certificate);
    byte[] keyPem = Files.readAllBytes(key);
    byte[] trustPem = Files.readAllBytes(trust);
    List<X509Certificate> chain = certificates(certificate, chainPem);
    PrivateKey own = key(key, keyPem);
    if (!isPair(own, chain.getFirst().getPublicKey())) {
      throw new InvalidKeyException(
          "the key in " + key + " is not that of the first certificate in " + certificate);
    }
    return new PemIdentity(
        chain, own, certificates(trust, trustPem), digest(chainPem, keyPem, trustPem));
  }

  private static List<X509Certificate> certificates(Path file, byte[] pem)
      throws CertificateException {
    List<X509Certificate> certificates;
    try {
      certificates = List.of(CertificateUtils.getX509Certificates(new ByteArrayInputStream(pem)));
    } catch (CertificateException e) {
      throw new CertificateException(file + " does not hold certificates as PEM", e);
    }
    if (certificates.isEmpty()) {
      throw new CertificateException(file + " holds no certificate");
    }
    return certificates;
  }

  private static PrivateKey key(Path file, byte[] pem) throws GeneralSecurityException {
    try {
      return CertificateUtils.getPrivateKey(new ByteArrayInputStream(pem));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      // Without the cause: its message might quote the file.
      throw new InvalidKeyException(file + " does not hold a private key as PKCS#8 PEM");
    }
  }

  private static boolean isPair(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm(); // EdDSA names both the key and the signature
        };
    byte[] probe = PROBE.getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(probe);
    return signature.verify(signed);
  }

  private static byte[] digest(byte[]... files) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] file : files) {
      digest.update(digestOf(file));
    }
    return digest.digest();
  }

  private static byte[] digestOf(byte[] file) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(file);
  }

  /** Returns the own chain, leaf first; not empty. */
  public X509Certificate[] chain() {
    return chain.toArray(X509Certificate[]::new);
  }

  /** Returns the private key of the leaf. */
  public PrivateKey key() {
    return key;
  }

  /** Returns the certificates that peers must chain to; not empty. */
  public X509Certificate[] trust() {
    return trust.toArray(X509Certificate[]::new);
  }

  /** Returns whether {@code other} was read from the same bytes. */
  public boolean sameAs(PemIdentity other) {
    return Arrays.equals(digest, other.digest);
  }

  @Override
  public String toString() {
    return "PemIdentity[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
