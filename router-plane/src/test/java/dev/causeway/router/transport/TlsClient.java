package dev.causeway.router.transport;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** A TLS client that trusts everybody and tells what it got. */
final class TlsClient implements AutoCloseable {
  private final SSLSocket socket;

  TlsClient(SSLSocket socket) {
    this.socket = socket;
  }

  static TlsClient connect(InetSocketAddress address, @Nullable String sni, String... ciphers) {
    try {
      return over(new Socket(address.getAddress(), address.getPort()), sni, ciphers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TlsClient over(Socket plain, @Nullable String sni, String... ciphers) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] everybody = InsecureTrustManagerFactory.INSTANCE.getTrustManagers();
      context.init(null, everybody, null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      List<SNIServerName> names = sni == null ? List.of() : List.of(new SNIHostName(sni));
      parameters.setServerNames(names);
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      if (ciphers.length > 0) {
        parameters.setCipherSuites(ciphers);
        parameters.setProtocols(new String[] {"TLSv1.2"});
      }
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(10_000);
      socket.startHandshake();
      return new TlsClient(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  X509Certificate certificate() {
    return chain().getFirst();
  }

  /** Returns what the server sent, in its order. */
  List<X509Certificate> chain() {
    try {
      return Arrays.stream(socket.getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String subject() {
    return certificate().getSubjectX500Principal().getName();
  }

  String protocol() {
    return socket.getApplicationProtocol();
  }

  RawClient raw() {
    return new RawClient(socket);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
