package dev.causeway.router.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.AbstractServerHttpResponse;
import org.springframework.http.support.Netty4HeadersAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The response of an exchange as Spring sees it. Its headers are a view of the Netty headers that
 * will be written, so nothing is converted. Committing hands status and headers to {@link
 * ResponseWriter}, which alone talks to the exchange.
 */
final class EngineServerHttpResponse extends AbstractServerHttpResponse {

  private final GatewayCall call;
  private final HttpHeaders netty;
  private final ResponseWriter writer;

  EngineServerHttpResponse(GatewayCall call, NettyDataBufferFactory buffers) {
    this(call, buffers, new DefaultHttpHeaders());
  }

  private EngineServerHttpResponse(
      GatewayCall call, NettyDataBufferFactory buffers, HttpHeaders netty) {
    super(buffers, new org.springframework.http.HttpHeaders(new Netty4HeadersAdapter(netty)));
    this.call = call;
    this.netty = netty;
    this.writer = call.writer();
  }

  @Override
  protected void applyStatusCode() {
    // Status and headers go together in applyCookies, which runs last on every way to commit.
  }

  @Override
  protected void applyHeaders() {
    // The headers are a view already.
  }

  @Override
  protected void applyCookies() {
    for (var cookies : getCookies().values()) {
      for (ResponseCookie cookie : cookies) {
        netty.add(HttpHeaderNames.SET_COOKIE, cookie.toString());
      }
    }
    HttpStatusCode status = getStatusCode();
    writer.commit(call.statusOf(status == null ? 200 : status.value()), netty);
  }

  @Override
  protected Mono<Void> writeWithInternal(Publisher<? extends DataBuffer> body) {
    return writer.write(body);
  }

  @Override
  protected Mono<Void> writeAndFlushWithInternal(
      Publisher<? extends Publisher<? extends DataBuffer>> body) {
    return writer.write(Flux.from(body).concatMap(this::withFlush, 1));
  }

  private Flux<DataBuffer> withFlush(Publisher<? extends DataBuffer> part) {
    return Flux.concat(part, Mono.fromSupplier(() -> call.buffers().wrap(Unpooled.EMPTY_BUFFER)));
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  public <T> T getNativeResponse() {
    return (T) call;
  }
}
