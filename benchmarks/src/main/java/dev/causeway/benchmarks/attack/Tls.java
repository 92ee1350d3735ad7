package dev.causeway.benchmarks.attack;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS of clients of a run, which believe any certificate: the router's is made for the run. */
final class Tls {
  private static final SSLContext CONTEXT = context();

  private Tls() {}

  /** Prepares TLS over a connection, with a name for SNI; no session is ever resumed. */
  static SSLSocket over(Socket socket, String name) throws IOException {
    SSLSocket tls =
        (SSLSocket)
            // Sessions are kept by this name, so that none is ever found.
            CONTEXT
                .getSocketFactory()
                .createSocket(
                    socket, "c" + ThreadLocalRandom.current().nextLong(), socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    tls.setSSLParameters(parameters);
    return tls;
  }

  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Credulous()}, null);
      context.getClientSessionContext().setSessionCacheSize(1);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot speak TLS", e);
    }
  }

  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
