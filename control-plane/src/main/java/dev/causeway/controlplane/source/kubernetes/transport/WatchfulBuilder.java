package dev.causeway.controlplane.source.kubernetes.transport;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Builds {@link WatchfulHttpClient}s the way another builder builds clients. */
final class WatchfulBuilder implements HttpClient.Builder {
  private final HttpClient.Builder inner;
  private final Duration beat;

  WatchfulBuilder(HttpClient.Builder inner, Duration beat) {
    this.inner = inner;
    this.beat = beat;
  }

  @Override
  public HttpClient.Builder cookieHandler(CookieHandler cookieHandler) {
    inner.cookieHandler(cookieHandler);
    return this;
  }

  @Override
  public HttpClient.Builder connectTimeout(Duration duration) {
    inner.connectTimeout(duration);
    return this;
  }

  @Override
  public HttpClient.Builder sslContext(SSLContext sslContext) {
    inner.sslContext(sslContext);
    return this;
  }

  @Override
  public HttpClient.Builder sslParameters(SSLParameters sslParameters) {
    inner.sslParameters(sslParameters);
    return this;
  }

  @Override
  public HttpClient.Builder executor(Executor executor) {
    inner.executor(executor);
    return this;
  }

  @Override
  public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
    inner.followRedirects(policy);
    return this;
  }

  @Override
  public HttpClient.Builder version(HttpClient.Version version) {
    inner.version(version);
    return this;
  }

  @Override
  public HttpClient.Builder priority(int priority) {
    inner.priority(priority);
    return this;
  }

  @Override
  public HttpClient.Builder proxy(ProxySelector proxySelector) {
    inner.proxy(proxySelector);
    return this;
  }

  @Override
  public HttpClient.Builder authenticator(Authenticator authenticator) {
    inner.authenticator(authenticator);
    return this;
  }

  @Override
  public HttpClient.Builder localAddress(InetAddress localAddress) {
    inner.localAddress(localAddress);
    return this;
  }

  @Override
  public HttpClient build() {
    return new WatchfulHttpClient(inner.build(), beat);
  }
}
