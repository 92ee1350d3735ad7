package dev.causeway.router.tls;

import dev.causeway.routing.model.TrustBundle;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Accepts endpoints whose chain ends in a bundle and, where one is asked for, carry a name. */
final class BundleVerifier extends X509ExtendedTrustManager {
  private static final int SAN_DNS = 2;

  private final X509ExtendedTrustManager chains;
  private final @Nullable String name;

  private BundleVerifier(X509ExtendedTrustManager chains, @Nullable String name) {
    this.chains = chains;
    this.name = name;
  }

  static BundleVerifier of(TrustBundle bundle, @Nullable String name) throws TlsMaterialException {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      int i = 0;
      for (X509Certificate certificate : TlsMaterial.certificates(bundle.certificates())) {
        anchors.setCertificateEntry("anchor-" + i++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(anchors);
      return new BundleVerifier(TlsMaterial.chains(factory), name);
    } catch (GeneralSecurityException | IOException e) {
      throw new TlsMaterialException("the trust bundle cannot be used", e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    chains.checkServerTrusted(chain, authType, engine);
    checkName(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    chains.checkServerTrusted(chain, authType, socket);
    checkName(chain[0]);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    chains.checkServerTrusted(chain, authType);
    checkName(chain[0]);
  }

  private void checkName(X509Certificate leaf) throws CertificateException {
    String wanted = name;
    if (wanted == null) {
      return;
    }
    Collection<List<?>> names = leaf.getSubjectAlternativeNames();
    if (names != null) {
      for (List<?> entry : names) {
        if (entry.get(0) instanceof Integer kind
            && kind == SAN_DNS
            && covers(String.valueOf(entry.get(1)), wanted)) {
          return;
        }
      }
    }
    throw new CertificateException("the endpoint's certificate is not valid for " + wanted);
  }

  /** Returns whether a certificate's name stands for {@code name}; a star stands for one label. */
  static boolean covers(String certified, String name) {
    String pattern = certified.toLowerCase(Locale.ROOT);
    String wanted = name.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    return pattern.equals(wanted)
        || (pattern.startsWith("*.")
            && dot > 0
            && pattern.substring(1).equals(wanted.substring(dot)));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("endpoints are servers");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("endpoints are servers");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("endpoints are servers");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
