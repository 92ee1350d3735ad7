package dev.causeway.router.compress;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ClientFacts;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.ResponseHead;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An exchange whose response is compressed where its head allows it. */
public final class CompressingExchange implements ProxyExchange {
  private final ProxyExchange exchange;
  private final Compression compression;
  private @Nullable GzipSink sink;

  CompressingExchange(ProxyExchange exchange, Compression compression) {
    this.exchange = exchange;
    this.compression = compression;
  }

  /** Returns the exchange for answers that are not compressed: the router's own. */
  public static ProxyExchange uncompressed(ProxyExchange exchange) {
    return exchange instanceof CompressingExchange compressing ? compressing.exchange : exchange;
  }

  @Override
  public void respond(ResponseHead head, boolean endsHere) {
    if (!endsHere && !exchange.isCommitted() && compression.begin(head)) {
      exchange.respond(head, false);
      GzipSink gzip = new GzipSink(exchange.responseBody(), exchange.channel().alloc());
      sink = gzip;
      exchange.onOver(gzip::release);
    } else {
      exchange.respond(head, endsHere);
    }
  }

  @Override
  public BodySink responseBody() {
    GzipSink gzip = sink;
    return gzip == null ? exchange.responseBody() : gzip;
  }

  @Override
  public EventLoop eventLoop() {
    return exchange.eventLoop();
  }

  @Override
  public Channel channel() {
    return exchange.channel();
  }

  @Override
  public RequestHead request() {
    return exchange.request();
  }

  @Override
  public ClientFacts client() {
    return exchange.client();
  }

  @Override
  public BodySource requestBody() {
    return exchange.requestBody();
  }

  @Override
  public void inform(ResponseHead head) {
    exchange.inform(head);
  }

  @Override
  public boolean isCommitted() {
    return exchange.isCommitted();
  }

  @Override
  public void acceptUpgrade(HttpHeaders headers) {
    exchange.acceptUpgrade(headers);
  }

  @Override
  public void onCancel(Consumer<Throwable> callback) {
    exchange.onCancel(callback);
  }

  @Override
  public void onOver(Runnable callback) {
    exchange.onOver(callback);
  }

  @Override
  public void abort(Throwable cause) {
    exchange.abort(cause);
  }

  @Override
  public long headNanos() {
    return exchange.headNanos();
  }

  @Override
  public long bytesSent() {
    return exchange.bytesSent();
  }

  @Override
  public long bytesReceived() {
    return exchange.bytesReceived();
  }

  @Override
  public <T> @Nullable T attachment(Class<T> type) {
    return exchange.attachment(type);
  }

  @Override
  public void attach(Object state) {
    exchange.attach(state);
  }
}
