package dev.causeway.routing.pem;

import static dev.causeway.routing.given.GivenCertificates.authority;
import static dev.causeway.routing.given.GivenCertificates.ec;
import static dev.causeway.routing.given.GivenCertificates.ed25519;
import static dev.causeway.routing.given.GivenCertificates.expired;
import static dev.causeway.routing.given.GivenCertificates.intermediate;
import static dev.causeway.routing.given.GivenCertificates.issued;
import static dev.causeway.routing.given.GivenCertificates.pem;
import static dev.causeway.routing.given.GivenCertificates.rsa;
import static dev.causeway.routing.given.GivenCertificates.rsaAuthority;
import static dev.causeway.routing.given.GivenCertificates.traditionalKey;
import static dev.causeway.routing.given.GivenCertificates.withSha1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.testkit.Behaviour;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import org.junit.jupiter.api.Test;

class ServingCertificateTest {
  private static final X509Bundle EC = ec("ec.test");
  private static final X509Bundle RSA = rsa("rsa.test");

  @Test
  @Behaviour("RT-081")
  void keysOfAllThreeFormsBecomePkcs8() throws Exception {
    for (X509Bundle bundle : new X509Bundle[] {EC, RSA}) {
      String algorithm = bundle.getKeyPair().getPrivate().getAlgorithm();
      for (String key : new String[] {bundle.getPrivateKeyPEM(), traditionalKey(bundle)}) {
        ServingCertificate.Usable usable = usable(bundle.getCertificatePEM(), key, "");
        assertThat(usable.algorithm().name()).isEqualTo(algorithm);
        KeyFactory.getInstance(algorithm)
            .generatePrivate(new PKCS8EncodedKeySpec(usable.privateKey().reveal()));
      }
    }
    assertThat(usable(RSA.getCertificatePEM(), traditionalKey(RSA), "").algorithm())
        .isEqualTo(KeyAlgorithm.RSA);
  }

  @Test
  @Behaviour("RT-081")
  void ecParametersAreDroppedAndUnknownBlocksRefused() {
    String parameters = pem("EC PARAMETERS", new byte[] {6, 1, 1});
    usable(EC.getCertificatePEM(), parameters + traditionalKey(EC), "");

    assertThat(problem(EC.getCertificatePEM() + pem("PUBLIC KEY", new byte[] {1}), key(EC), ""))
        .isEqualTo(PemField.CERTIFICATE);
    assertThat(problem(EC.getCertificatePEM(), EC.getCertificatePEM() + key(EC), ""))
        .isEqualTo(PemField.KEY);
    assertThat(problem(EC.getCertificatePEM(), key(EC), key(EC)))
        .isEqualTo(PemField.CA_CERTIFICATE);
  }

  @Test
  @Behaviour("RT-082")
  void keyMayStandInsideTheCertificateFieldAndWinsThere() {
    usable(EC.getCertificatePEM() + key(EC), "", "");
    usable(EC.getCertificatePEM() + key(EC), key(RSA), "");
  }

  @Test
  @Behaviour({"RT-082", "RT-016", "RT-017"})
  void certificateNeedsItsOwnKey() {
    assertThat(problem(EC.getCertificatePEM(), "", "")).isEqualTo(PemField.KEY);
    assertThat(problem(EC.getCertificatePEM(), key(ec("other.test")), "")).isEqualTo(PemField.KEY);
    assertThat(problem(RSA.getCertificatePEM(), key(rsa("other.test")), ""))
        .isEqualTo(PemField.KEY);
    assertThat(problem(EC.getCertificatePEM(), traditionalKey(RSA), "")).isEqualTo(PemField.KEY);
    assertThat(problem(RSA.getCertificatePEM(), traditionalKey(EC), "")).isEqualTo(PemField.KEY);
  }

  @Test
  @Behaviour("RT-082")
  void leafMustComeFirst() {
    X509Bundle ca = authority("CA");
    X509Bundle leaf = issued("x.test", ca);

    assertThat(problem(ca.getCertificatePEM() + leaf.getCertificatePEM(), key(leaf), ""))
        .isEqualTo(PemField.KEY);
  }

  @Test
  @Behaviour("RT-082")
  void ed25519IsRefused() {
    X509Bundle bundle = ed25519("x.test");

    assertThat(problem(bundle.getCertificatePEM(), key(bundle), ""))
        .isEqualTo(PemField.CERTIFICATE);
  }

  @Test
  @Behaviour({"RT-083", "TLS-011", "RT-018"})
  void leafMustChainToTheCaCertificateWhichIsPresentedToo() throws Exception {
    X509Bundle root = authority("Root");
    X509Bundle middle = intermediate("Middle", root);
    X509Bundle leaf = issued("x.test", middle);
    String ca = middle.getCertificatePEM() + root.getCertificatePEM();

    ServingCertificate.Usable usable = usable(leaf.getCertificatePEM(), key(leaf), ca);
    assertThat(usable.chain())
        .containsExactly(
            der(leaf.getCertificate()), der(middle.getCertificate()), der(root.getCertificate()));

    assertThat(problem(leaf.getCertificatePEM(), key(leaf), authority("X").getCertificatePEM()))
        .isEqualTo(PemField.CA_CERTIFICATE);
    assertThat(
            problem(leaf.getCertificatePEM(), key(leaf), authority("Middle").getCertificatePEM()))
        .isEqualTo(PemField.CA_CERTIFICATE);
  }

  @Test
  @Behaviour({"RT-083", "RT-085"})
  void datesAndNamesDoNotCount() {
    X509Bundle ca = authority("CA");
    X509Bundle leaf = expired("nowhere.invalid", ca);

    usable(leaf.getCertificatePEM(), key(leaf), ca.getCertificatePEM());
  }

  @Test
  @Behaviour("RT-084")
  void issuedCertificateWithWeakSignatureIsRefused() throws Exception {
    X509Bundle leaf = issued("x.test", rsaAuthority("CA"));
    String weak = withSha1(leaf.getCertificate().getEncoded());

    assertThat(problem(weak, key(leaf), "")).isEqualTo(PemField.CERTIFICATE);
    usable(withSha1(RSA.getCertificate().getEncoded()), key(RSA), "");
  }

  @Test
  void damagedTextIsAProblemAndNeverAnException() {
    String good = EC.getCertificatePEM();
    assertThat(problem("hello", key(EC), "")).isEqualTo(PemField.CERTIFICATE);
    assertThat(problem("# placeholder", "", "")).isEqualTo(PemField.CERTIFICATE);
    assertThat(problem(good.substring(0, good.length() / 2), key(EC), ""))
        .isEqualTo(PemField.CERTIFICATE);
    assertThat(problem("-----BEGIN CERTIFICATE", key(EC), "")).isEqualTo(PemField.CERTIFICATE);
    assertThat(problem(pem("CERTIFICATE", new byte[] {1, 2, 3}), key(EC), ""))
        .isEqualTo(PemField.CERTIFICATE);
    assertThat(problem(good, pem("EC PRIVATE KEY", new byte[0]), "")).isEqualTo(PemField.KEY);
    assertThat(problem(good, pem("PRIVATE KEY", new byte[] {48, 127}), "")).isEqualTo(PemField.KEY);
    assertThat(
            problem(
                good,
                "-----BEGIN EC PRIVATE KEY-----\nDEK-Info: x\n-----END EC PRIVATE KEY-----",
                ""))
        .isEqualTo(PemField.KEY);
  }

  @Test
  void nameDependsOnChainAndKeyAlone() {
    String spaced = "comment\n" + EC.getCertificatePEM().replace("\n", "\r\n");

    assertThat(usable(spaced, key(EC), "").name())
        .isEqualTo(usable(EC.getCertificatePEM(), key(EC), "").name())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void withoutCertificateThereIsNothingToServe() {
    assertThat(read("", "", "")).isInstanceOf(ServingCertificate.Absent.class);
    assertThat(read("", key(EC), "")).isInstanceOf(ServingCertificate.Absent.class);
  }

  @Test
  void theDashesOfABeginLineAreNotThoseOfItsEnd() {
    assertThat(problem("-----BEGIN CERTIFICATE---------END CERTIFICATE-----", key(EC), ""))
        .isEqualTo(PemField.CERTIFICATE);
  }

  /** Issuers of one name are tried one after the other; not for as long as somebody likes. */
  @Test
  void issuersAreTriedUpToALimit() {
    X509Bundle issuer = authority("many");
    X509Bundle leaf = issued("leaf.test", issuer);
    StringBuilder namesakes = new StringBuilder();
    for (int i = 0; i < 255; i++) {
      namesakes.append(authority("many").getCertificatePEM());
    }
    usable(leaf.getCertificatePEM(), key(leaf), namesakes + issuer.getCertificatePEM());

    namesakes.append(authority("many").getCertificatePEM());
    assertThat(problem(leaf.getCertificatePEM(), key(leaf), namesakes + issuer.getCertificatePEM()))
        .isEqualTo(PemField.CA_CERTIFICATE);
  }

  private static String key(X509Bundle bundle) {
    return bundle.getPrivateKeyPEM();
  }

  private static Bytes der(X509Certificate certificate) throws Exception {
    return Bytes.of(certificate.getEncoded());
  }

  private static ServingCertificate.Usable usable(String certificate, String key, String ca) {
    ServingCertificate.Result result = read(certificate, key, ca);
    assertThat(result).isInstanceOf(ServingCertificate.Usable.class);
    return (ServingCertificate.Usable) result;
  }

  private static PemField problem(String certificate, String key, String ca) {
    ServingCertificate.Result result = read(certificate, key, ca);
    assertThat(result).isInstanceOf(ServingCertificate.Broken.class);
    return ((ServingCertificate.Broken) result).problems().getFirst().field();
  }

  private static ServingCertificate.Result read(String certificate, String key, String ca) {
    return ServingCertificate.read(
        new PemFields(KeyMaterial.ofText(certificate), KeyMaterial.ofText(key), ca));
  }
}
