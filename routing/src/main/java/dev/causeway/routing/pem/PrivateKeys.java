package dev.causeway.routing.pem;

import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;

/** Turns the private keys of PEM blocks into PKCS#8 and checks that they fit a certificate. */
final class PrivateKeys {
  private PrivateKeys() {}

  /** Returns the algorithm of a leaf's public key; anything but RSA and EC is refused (RT-082). */
  static KeyAlgorithm algorithm(PublicKey key) throws InvalidPemException {
    if (key instanceof RSAPublicKey) {
      return KeyAlgorithm.RSA;
    }
    if (key instanceof ECPublicKey) {
      return KeyAlgorithm.EC;
    }
    throw new InvalidPemException(
        "has a key of algorithm " + key.getAlgorithm() + "; only RSA and ECDSA are supported");
  }

  /** Returns the PKCS#8 form of {@code block}, proved to be the key of {@code leaf}. */
  static KeyMaterial pkcs8(PemBlock block, PublicKey leaf) throws InvalidPemException {
    KeyAlgorithm algorithm = algorithm(leaf);
    byte[] content = block.content().reveal();
    if ((block.type() == PemType.RSA_KEY && algorithm != KeyAlgorithm.RSA)
        || (block.type() == PemType.EC_KEY && algorithm != KeyAlgorithm.EC)) {
      throw mismatch();
    }
    byte[] encoded =
        switch (block.type()) {
          case RSA_KEY -> Der.pkcs8OfRsa(content);
          case EC_KEY -> Der.pkcs8OfEc(content, leaf.getEncoded());
          case PKCS8_KEY -> content;
          case CERTIFICATE, EC_PARAMETERS ->
              throw new InvalidPemException("holds no private key where one is expected");
        };
    PrivateKey key;
    try {
      key =
          KeyFactory.getInstance(algorithm.name())
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new InvalidPemException(
          "is not a readable " + algorithm + " private key, or not the key of the certificate");
    }
    if (!fits(key, leaf)) {
      throw mismatch();
    }
    return KeyMaterial.of(encoded);
  }

  private static InvalidPemException mismatch() {
    return new InvalidPemException("is not the private key of the first certificate");
  }

  private static boolean fits(PrivateKey key, PublicKey leaf) {
    if (key instanceof RSAPrivateKey rsa && leaf instanceof RSAPublicKey rsaLeaf) {
      return rsa.getModulus().equals(rsaLeaf.getModulus());
    }
    // An EC private key need not carry its public point: a signature is the proof that is left.
    byte[] probe = "causeway".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(leaf);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
