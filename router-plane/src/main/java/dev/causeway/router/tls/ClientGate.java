package dev.causeway.router.tls;

import dev.causeway.router.exchange.ClientCertificate;
import dev.causeway.routing.model.ClientAuth;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Decides which subjects are let in, and what endpoints are told about them. Any thread. */
final class ClientGate {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Steps of matching one subject; enough for any sane pattern, and over in a millisecond. */
  private static final int MOST_STEPS = 100_000;

  private static final List<String> NAMES =
      List.of(
          "Client-Serial",
          "Client-Version",
          "Client-SHA1",
          "Client-DN",
          "Client-CN",
          "Issuer",
          "Client-NotBefore",
          "Client-NotAfter",
          "Client-DER");

  private final List<Pattern> patterns;

  ClientGate(ClientAuth auth) {
    this.patterns = auth.subjectPatterns().stream().map(Pattern::compile).toList();
  }

  /** Looks at the client's side of a finished handshake. */
  ClientCertificate identify(SSLSession session) {
    X509Certificate certificate = certificate(session);
    String subject =
        certificate == null ? "" : SubjectNames.slash(certificate.getSubjectX500Principal());
    return new ClientCertificate(permits(subject), headers(certificate, subject));
  }

  private static @Nullable X509Certificate certificate(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? leaf : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  /** Returns whether one of the patterns is found in {@code subject} (TLS-054). */
  boolean permits(String subject) {
    if (patterns.isEmpty()) {
      return true;
    }
    for (Pattern pattern : patterns) {
      try {
        if (pattern.matcher(new Bounded(subject)).find()) {
          return true;
        }
      } catch (TooManyStepsException | StackOverflowError e) {
        // The subject is the client's to choose: one that takes too long is not let in by this.
      }
    }
    return false;
  }

  private static List<Map.Entry<String, String>> headers(
      @Nullable X509Certificate certificate, String subject) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("X-SSL", "1"));
    headers.add(Map.entry("X-SSL-Client-Verify", "0"));
    List<String> values =
        certificate == null ? Collections.nCopies(NAMES.size(), "") : values(certificate, subject);
    for (int i = 0; i < NAMES.size(); i++) {
      headers.add(Map.entry("X-SSL-" + NAMES.get(i), values.get(i)));
    }
    return headers;
  }

  private static List<String> values(X509Certificate certificate, String subject) {
    try {
      byte[] der = certificate.getEncoded();
      return List.of(
          hex(certificate.getSerialNumber()),
          Integer.toString(certificate.getVersion()),
          sha1(der),
          subject,
          SubjectNames.commonName(certificate.getSubjectX500Principal()),
          SubjectNames.slash(certificate.getIssuerX500Principal()),
          TIME.format(certificate.getNotBefore().toInstant()),
          TIME.format(certificate.getNotAfter().toInstant()),
          Base64.getEncoder().encodeToString(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was verified has a digest", e);
    }
  }

  private static String hex(BigInteger serial) {
    byte[] bytes = serial.abs().toByteArray();
    int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    return HexFormat.of().withUpperCase().formatHex(bytes, skip, bytes.length);
  }

  private static String sha1(byte[] der) throws GeneralSecurityException {
    return HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-1").digest(der));
  }

  private static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyStepsException() {
      super("too many steps", null, false, false);
    }
  }

  /** Text that can be looked at so many times: a pattern may backtrack without end otherwise. */
  private static final class Bounded implements CharSequence {
    private final String text;
    private int steps;

    Bounded(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw new TooManyStepsException();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
