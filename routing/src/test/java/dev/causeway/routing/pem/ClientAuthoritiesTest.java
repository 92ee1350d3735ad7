package dev.causeway.routing.pem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.Bytes;
import io.netty.pkitesting.CertificateBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientAuthoritiesTest {
  private static final String DISTRIBUTION_POINTS = "2.5.29.31";
  private static final int SEQUENCE = 0x30;

  @Test
  void extensionsOfAnyDepthNameNothingAndHurtNobody() throws Exception {
    assertThat(distributionPoints(nested(50_000))).isEmpty();
  }

  private static Set<String> distributionPoints(byte[] extension) throws Exception {
    byte[] der =
        new CertificateBuilder()
            .subject("CN=authority")
            .ecp256()
            .setIsCertificateAuthority(true)
            .addExtensionOctetString(DISTRIBUTION_POINTS, false, extension)
            .buildSelfSigned()
            .getCertificate()
            .getEncoded();
    return ClientAuthorities.distributionPoints(List.of(Bytes.of(der)));
  }

  /** Sequences inside each other, written from the innermost. */
  private static byte[] nested(int depth) {
    byte[] der = new byte[5 * depth];
    int at = der.length;
    for (int i = 0; i < depth; i++) {
      int length = der.length - at;
      if (length < 0x80) {
        der[--at] = (byte) length;
      } else {
        der[--at] = (byte) length;
        der[--at] = (byte) (length >> 8);
        der[--at] = (byte) (length >> 16);
        der[--at] = (byte) 0x83;
      }
      der[--at] = SEQUENCE;
    }
    return Arrays.copyOfRange(der, at, der.length);
  }
}
