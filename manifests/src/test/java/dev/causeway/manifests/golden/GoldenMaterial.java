package dev.causeway.manifests.golden;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.CertificateEncodingException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates for golden cases, made anew for every run.
 *
 * <p>{@code ${cert:NAME}} and {@code ${key:NAME}} in an input stand for the PEM of a certificate of
 * that host name and of its key, {@code ${ca:NAME}} for that of an authority; each stands alone on
 * a line, whose indentation every line of the PEM gets.
 */
final class GoldenMaterial {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?m)^(?<indent> *)\\$\\{(?<what>cert|key|ca):(?<name>[^}]+)}$");

  private final Map<String, X509Bundle> made = new LinkedHashMap<>();

  String fill(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.replaceAll(
        match -> {
          String indent = matcher.group("indent");
          return Matcher.quoteReplacement(
              pem(matcher.group("what"), matcher.group("name"))
                  .strip()
                  .replaceAll("(?m)^", indent));
        });
  }

  private String pem(String what, String name) {
    X509Bundle bundle = made.computeIfAbsent(name, n -> make(n, what.equals("ca")));
    return what.equals("key") ? bundle.getPrivateKeyPEM() : bundle.getCertificatePEM();
  }

  private static X509Bundle make(String name, boolean authority) {
    try {
      CertificateBuilder builder = new CertificateBuilder().subject("CN=" + name);
      return authority
          ? builder.setIsCertificateAuthority(true).buildSelfSigned()
          : builder.addSanDnsName(name).buildIssuedBy(make("issuer of " + name, true));
    } catch (Exception e) {
      throw new IllegalStateException("cannot make a certificate for " + name, e);
    }
  }

  /** Returns the name a certificate was made for. */
  String nameOf(byte[] der) {
    for (Map.Entry<String, X509Bundle> entry : made.entrySet()) {
      try {
        if (Arrays.equals(entry.getValue().getCertificate().getEncoded(), der)) {
          return entry.getKey();
        }
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException(e);
      }
    }
    return "unknown";
  }
}
