package dev.causeway.routing.pem;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

/** The few forms of DER (X.690) that wrapping a key into PKCS#8 (RFC 5958) needs. */
final class Der {
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;

  /** {@code INTEGER 0}: version of PKCS#8. */
  private static final String VERSION = "020100";

  /** {@code SEQUENCE { OID 1.2.840.113549.1.1.1, NULL }} (RFC 8017, appendix C). */
  private static final String RSA_ALGORITHM = "300d06092a864886f70d0101010500";

  private Der() {}

  /** Wraps a PKCS#1 {@code RSAPrivateKey}. */
  static byte[] pkcs8OfRsa(byte[] pkcs1) {
    return pkcs8(HexFormat.of().parseHex(RSA_ALGORITHM), pkcs1);
  }

  /**
   * Wraps a SEC1 {@code ECPrivateKey}.
   *
   * @param sec1 the key; need not name its curve
   * @param subjectPublicKeyInfo the public key it belongs to, which names the curve
   */
  static byte[] pkcs8OfEc(byte[] sec1, byte[] subjectPublicKeyInfo) {
    return pkcs8(firstElement(subjectPublicKeyInfo), sec1);
  }

  private static byte[] pkcs8(byte[] algorithm, byte[] key) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(HexFormat.of().parseHex(VERSION));
    body.writeBytes(algorithm);
    body.writeBytes(element(OCTET_STRING, key));
    return element(SEQUENCE, body.toByteArray());
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.length;
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >>> (8 * i));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  /** Returns the first element inside the sequence {@code der}, which the JDK encoded. */
  private static byte[] firstElement(byte[] der) {
    int start = contentStart(der, 0);
    int content = contentStart(der, start);
    return Arrays.copyOfRange(der, start, content + length(der, start));
  }

  private static int contentStart(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | (der[at + 2 + i] & 0xff);
    }
    return length;
  }
}
