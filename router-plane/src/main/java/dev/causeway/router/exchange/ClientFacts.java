package dev.causeway.router.exchange;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What is known about the client connection; constant for its life.
 *
 * @param remote address of the client (AN-037)
 * @param local address the client connected to, with the port that it knows (RO-059)
 * @param sni lower-case SNI name, or null without TLS or without SNI
 * @param tls session of the terminated TLS connection, or null on the plain side
 * @param certificate what the client's certificate comes to, or null where none is asked for
 */
public record ClientFacts(
    InetSocketAddress remote,
    InetSocketAddress local,
    @Nullable String sni,
    @Nullable SSLSession tls,
    @Nullable ClientCertificate certificate) {

  /** A client that is not asked for a certificate. */
  public ClientFacts(
      InetSocketAddress remote,
      InetSocketAddress local,
      @Nullable String sni,
      @Nullable SSLSession tls) {
    this(remote, local, sni, tls, null);
  }

  /** Returns whether the request arrived inside TLS that ended here (the HTTPS side). */
  public boolean secure() {
    return tls != null;
  }
}
