package dev.causeway.router.engine;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Certificates of endpoints, and sockets that serve them. */
final class TlsListener {
  private TlsListener() {}

  static X509Bundle authority(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  /** Returns a certificate for {@code svc.ns.svc}. */
  static X509Bundle leaf(X509Bundle authority) throws Exception {
    return new CertificateBuilder()
        .subject("CN=svc")
        .addSanDnsName("svc.ns.svc")
        .buildIssuedBy(authority);
  }

  /** Listens on a free port of loopback. */
  static SSLServerSocket listen(X509Bundle certificate) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
    return (SSLServerSocket)
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }
}
