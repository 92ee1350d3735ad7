package dev.causeway.router.tls;

import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.TrustBundle;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Accepts clients whose chain ends in a bundle and, where the bundle says so, of whose certificates
 * a list that is valid now says that none is revoked (TLS-053, TLS-057). Nothing is fetched here.
 */
final class ClientVerifier extends X509ExtendedTrustManager {
  private final @Nullable X509ExtendedTrustManager chains;

  private ClientVerifier(@Nullable X509ExtendedTrustManager chains) {
    this.chains = chains;
  }

  /**
   * Returns a verifier.
   *
   * @param bundle whom to trust; null trusts nobody
   */
  static ClientVerifier of(@Nullable TrustBundle bundle) throws TlsMaterialException {
    if (bundle == null) {
      return new ClientVerifier(null);
    }
    try {
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(parameters(bundle)));
      return new ClientVerifier(TlsMaterial.chains(factory));
    } catch (GeneralSecurityException e) {
      throw new TlsMaterialException("the trust bundle cannot be used", e);
    }
  }

  private static PKIXBuilderParameters parameters(TrustBundle bundle)
      throws GeneralSecurityException, TlsMaterialException {
    Set<TrustAnchor> anchors = new HashSet<>();
    List<Object> material = new ArrayList<>();
    X509Certificate[] certificates = TlsMaterial.certificates(bundle.certificates());
    for (X509Certificate certificate : certificates) {
      material.add(certificate);
      if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
        anchors.add(new TrustAnchor(certificate, null));
      }
    }
    if (anchors.isEmpty()) {
      for (X509Certificate certificate : certificates) {
        anchors.add(new TrustAnchor(certificate, null));
      }
    }
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (Bytes list : bundle.revocationLists()) {
      material.add(factory.generateCRL(new ByteArrayInputStream(list.toArray())));
    }
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(material)));
    parameters.setRevocationEnabled(bundle.checksRevocation());
    return parameters;
  }

  private X509ExtendedTrustManager chains() throws CertificateException {
    X509ExtendedTrustManager known = chains;
    if (known == null) {
      throw new CertificateException("no authority of clients is known");
    }
    return known;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    chains().checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    chains().checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    chains().checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("clients are no servers");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("clients are no servers");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("clients are no servers");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains == null ? new X509Certificate[0] : chains.getAcceptedIssuers();
  }
}
