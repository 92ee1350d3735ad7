package dev.causeway.router.tls;

import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The certificate that stands in where a shard has no default one: self-signed, RSA 2048, ten years
 * (TLS-017). Its DER is written here, since the JDK has no public API for it.
 */
final class SelfSignedCertificate {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Duration VALIDITY = Duration.ofDays(3650);
  private static final int VERSION_3 = 2;

  private SelfSignedCertificate() {}

  /**
   * Returns a new certificate for the DNS name {@code name}, valid from a day before {@code now}.
   */
  static Certificate create(String name, Instant now) throws TlsMaterialException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair keys = generator.generateKeyPair();
      byte[] content = content(keys, name, now);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] certificate = Der.sequence(content, sha256WithRsa(), Der.bitString(signature.sign()));
      return new Certificate(
          "",
          "self-signed",
          List.of(Bytes.of(certificate)),
          KeyAlgorithm.RSA,
          KeyMaterial.of(keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new TlsMaterialException("the stand-in certificate cannot be made", e);
    }
  }

  private static byte[] content(KeyPair keys, String name, Instant now) {
    byte[] subject =
        Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8String("causeway-router"))));
    byte[] validity =
        Der.sequence(
            Der.generalizedTime(TIME.format(now.minus(Duration.ofDays(1)))),
            Der.generalizedTime(TIME.format(now.plus(VALIDITY))));
    byte[] names = Der.sequence(Der.implicit(2, name.getBytes(StandardCharsets.US_ASCII)));
    byte[] extensions =
        Der.explicit(3, Der.sequence(Der.sequence(Der.oid(2, 5, 29, 17), Der.octetString(names))));
    return Der.sequence(
        Der.explicit(0, Der.integer(BigInteger.valueOf(VERSION_3))),
        Der.integer(new BigInteger(63, new SecureRandom()).add(BigInteger.ONE)),
        sha256WithRsa(),
        subject,
        validity,
        subject,
        keys.getPublic().getEncoded(),
        extensions);
  }

  private static byte[] sha256WithRsa() {
    return Der.sequence(Der.oid(1, 2, 840, 113549, 1, 1, 11), Der.nothing());
  }
}
