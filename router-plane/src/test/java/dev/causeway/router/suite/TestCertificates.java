package dev.causeway.router.suite;

import dev.causeway.routing.model.Bytes;
import dev.causeway.routing.model.Certificate;
import dev.causeway.routing.model.KeyAlgorithm;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.TrustBundle;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates made for one run. */
final class TestCertificates {

  private TestCertificates() {}

  static X509Bundle selfSigned(String... names) throws Exception {
    CertificateBuilder builder =
        new CertificateBuilder()
            .subject("CN=" + names[0])
            .algorithm(CertificateBuilder.Algorithm.ecp256)
            .setIsCertificateAuthority(true);
    for (String name : names) {
      builder = builder.addSanDnsName(name);
    }
    return builder.buildSelfSigned();
  }

  static Certificate resource(String shard, String name, X509Bundle bundle) throws Exception {
    return new Certificate(
        shard,
        name,
        List.of(Bytes.of(bundle.getCertificate().getEncoded())),
        KeyAlgorithm.EC,
        KeyMaterial.of(bundle.getKeyPair().getPrivate().getEncoded()));
  }

  static TrustBundle trust(String shard, String name, X509Bundle bundle) throws Exception {
    return new TrustBundle(shard, name, List.of(Bytes.of(bundle.getCertificate().getEncoded())));
  }

  /** A context for a server that shows this certificate. */
  static SSLContext server(X509Bundle bundle) throws Exception {
    char[] password = "in memory".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "origin",
        bundle.getKeyPair().getPrivate(),
        password,
        new java.security.cert.Certificate[] {bundle.getCertificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    Arrays.fill(password, ' ');
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, new SecureRandom());
    return context;
  }

  /** A context for a client that accepts everything. */
  static SSLContext trustingClient() throws Exception {
    return client(null);
  }

  /** A context for a client that shows this certificate, or none, and accepts everything. */
  static SSLContext client(@Nullable X509Bundle bundle) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        bundle == null ? null : new KeyManager[] {new Shows(bundle)},
        new TrustManager[] {new TrustsAll()},
        new SecureRandom());
    return context;
  }

  /** Shows its certificate whatever authorities the server names. */
  private static final class Shows extends X509ExtendedKeyManager {
    private final X509Bundle bundle;

    Shows(X509Bundle bundle) {
      this.bundle = bundle;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[] {"own"};
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return "own";
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
      return "own";
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return bundle.getCertificatePath();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return bundle.getKeyPair().getPrivate();
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Tests look at the certificate themselves.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Tests look at the certificate themselves.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
