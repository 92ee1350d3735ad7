package dev.causeway.routing.pem;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.causeway.routing.given.GivenCertificates;
import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.KeyMaterial;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and keys of Routes and Secrets are read or refused, and no secret is quoted. */
final class CertificatesFuzzTest {
  /** A line of a key; words of messages are shorter. */
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9+/=]{16,}");

  /** Certificate, key and CA certificate as PEM text, separated by zero bytes. */
  @FuzzTest
  void textIsReadOrRefused(byte[] data) {
    String[] fields = (new String(data, StandardCharsets.UTF_8) + "\0\0\0").split("\0", -1);
    expectReadOrRefused(fields[0], fields[1], fields[2]);
  }

  /** Certificate and key as DER, the first byte says where the key begins in steps of 16. */
  @FuzzTest
  void bytesAreReadOrRefused(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int split = Math.min(data.length, 1 + 16 * (data[0] & 0xff));
    String certificate = GivenCertificates.pem("CERTIFICATE", Arrays.copyOfRange(data, 1, split));
    byte[] key = Arrays.copyOfRange(data, split, data.length);
    for (String label : List.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")) {
      expectReadOrRefused(certificate, GivenCertificates.pem(label, key), "");
      expectReadOrRefused(certificate, GivenCertificates.pem(label, key), certificate);
    }
  }

  private static void expectReadOrRefused(String certificate, String key, String ca) {
    ServingCertificate.Result result =
        ServingCertificate.read(
            new PemFields(KeyMaterial.ofText(certificate), KeyMaterial.ofText(key), ca));
    switch (result) {
      case ServingCertificate.Absent absent -> assertThat(certificate).isEmpty();
      case ServingCertificate.Broken broken -> {
        assertThat(broken.problems()).isNotEmpty();
        broken.problems().forEach(problem -> expectSafe(problem.message(), key));
      }
      case ServingCertificate.Usable usable -> {
        expectTheSameAgain(usable);
        ClientAuthorities.distributionPoints(usable.chain())
            .forEach(url -> assertThat(url).startsWithIgnoringCase("http://"));
      }
    }
    try {
      assertThat(TrustAnchors.read(ca).certificates()).isNotEmpty();
    } catch (InvalidPemException refused) {
      expectSafe(refused.problem(), key);
    }
  }

  private static void expectSafe(String message, String secret) {
    assertThat(message).isNotBlank();
    assertThat(message.chars()).allMatch(c -> c >= ' ' && c <= '~');
    secret
        .lines()
        .filter(line -> SECRET.matcher(line).matches())
        .forEach(line -> assertThat(message).doesNotContain(line));
  }

  /** What was understood says the same when it is written down. */
  private static void expectTheSameAgain(ServingCertificate.Usable usable) {
    StringBuilder chain = new StringBuilder();
    for (Bytes each : usable.chain()) {
      chain.append(GivenCertificates.pem("CERTIFICATE", each.toArray()));
    }
    String key = GivenCertificates.pem("PRIVATE KEY", usable.privateKey().reveal());
    assertThat(
            ServingCertificate.read(
                new PemFields(KeyMaterial.ofText(chain.toString()), KeyMaterial.ofText(key), "")))
        .isEqualTo(usable);
  }
}
