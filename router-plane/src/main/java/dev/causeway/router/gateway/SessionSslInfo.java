package dev.causeway.router.gateway;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.SslInfo;

/**
 * TLS facts read when asked for. {@code ServerHttpRequest.mutate()} asks every request for its
 * {@code SslInfo}, and Spring's own refuses sessions without client certificates.
 *
 * @param session session of the terminated client connection
 */
record SessionSslInfo(SSLSession session) implements SslInfo {

  @Override
  public String getSessionId() {
    return HexFormat.of().formatHex(session.getId());
  }

  @Override
  public X509Certificate @Nullable [] getPeerCertificates() {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return Arrays.stream(chain)
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .toArray(X509Certificate[]::new);
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
