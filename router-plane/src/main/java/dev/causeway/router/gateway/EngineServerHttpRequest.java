package dev.causeway.router.gateway;

import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.RequestHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.net.InetSocketAddress;
import java.net.URI;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.RequestPath;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;

/**
 * The request of an exchange as Spring sees it. URI, path, cookies and TLS facts are made when
 * somebody asks; headers are a view.
 */
final class EngineServerHttpRequest extends AbstractServerHttpRequest {

  /** The superclass insists on a URI and keeps it private; ours is made on demand. */
  private static final URI NONE = URI.create("/");

  private final ProxyExchange exchange;
  private final GatewayCall call;
  private final Flux<DataBuffer> body;
  private @Nullable URI uri;
  private @Nullable RequestPath path;

  EngineServerHttpRequest(ProxyExchange exchange, GatewayCall call, Flux<DataBuffer> body) {
    super(
        HttpMethod.valueOf(exchange.request().method().name()),
        NONE,
        null,
        HeaderViews.view(exchange.request().headers()));
    this.exchange = exchange;
    this.call = call;
    this.body = body;
  }

  @Override
  public URI getURI() {
    URI known = uri;
    if (known == null) {
      RequestHead head = exchange.request();
      known = TargetUri.of(exchange.client().secure(), head.authority(), head.target());
      uri = known;
    }
    return known;
  }

  /** Returns the URI if anybody asked for it, else null. */
  @Nullable URI knownUri() {
    return uri;
  }

  @Override
  public RequestPath getPath() {
    RequestPath known = path;
    if (known == null) {
      known = RequestPath.parse(getURI(), null);
      path = known;
    }
    return known;
  }

  /** Returns the same flow every time: identity tells that no filter touched the body. */
  @Override
  public Flux<DataBuffer> getBody() {
    return body;
  }

  @Override
  protected MultiValueMap<String, HttpCookie> initCookies() {
    MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
    for (String header : exchange.request().headers().getAll(HttpHeaderNames.COOKIE)) {
      for (Cookie cookie : ServerCookieDecoder.LAX.decodeAll(header)) {
        cookies.add(cookie.name(), new HttpCookie(cookie.name(), cookie.value()));
      }
    }
    return cookies;
  }

  @Override
  protected @Nullable SslInfo initSslInfo() {
    SSLSession session = exchange.client().tls();
    return session == null ? null : new SessionSslInfo(session);
  }

  @Override
  public InetSocketAddress getRemoteAddress() {
    return exchange.client().remote();
  }

  @Override
  public InetSocketAddress getLocalAddress() {
    return exchange.client().local();
  }

  @Override
  protected String initId() {
    return exchange.channel().id().asShortText();
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T getNativeRequest() {
    return (T) call;
  }
}
