package dev.causeway.router.engine;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The express path: what the endpoint says goes to the client as it comes. */
final class ExpressExchange implements UpstreamListener, BodyListener, Consumer<Throwable> {
  private final Engine engine;
  private final ProxyExchange exchange;
  private final ExchangeRecord record;
  private @Nullable UpstreamExchange upstream;
  private @Nullable BodySource body;

  ExpressExchange(Engine engine, ProxyExchange exchange, ExchangeRecord record) {
    this.engine = engine;
    this.exchange = exchange;
    this.record = record;
  }

  void upstream(UpstreamExchange opened) {
    upstream = opened;
    exchange.onCancel(this);
  }

  /** The client went away. */
  @Override
  public void accept(Throwable cause) {
    record.failure(FailureCategory.CLIENT_ABORTED);
    UpstreamExchange opened = upstream;
    if (opened != null) {
      opened.clientGone(cause);
    }
  }

  @Override
  public void onInterim(ResponseHead head) {
    exchange.inform(head);
  }

  @Override
  public void onResponse(ResponseHead head, BodySource source, boolean endsHere) {
    record.status(head.status().code());
    exchange.respond(head, endsHere);
    if (endsHere) {
      return;
    }
    body = source;
    exchange.responseBody().onWritable(source::resume);
    source.start(this);
    if (exchange.responseBody().isWritable()) {
      source.resume();
    }
  }

  @Override
  public void onUpgraded(HttpHeaders headers, BodySource fromEndpoint, BodySink toEndpoint) {
    record.status(101);
    engine.tunnel(exchange, headers, fromEndpoint, toEndpoint);
  }

  @Override
  public void onFailure(ProxyFailure failure) {
    engine.fail(exchange, failure, record);
  }

  @Override
  public void onData(ByteBuf data) {
    BodySink sink = exchange.responseBody();
    sink.write(data);
    BodySource source = body;
    if (source != null && !sink.isWritable()) {
      source.pause();
      sink.flush();
      if (sink.isWritable()) {
        source.resume();
      }
    }
  }

  @Override
  public void onReadComplete() {
    exchange.responseBody().flush();
  }

  @Override
  public void onEnd(@Nullable HttpHeaders trailers) {
    exchange.responseBody().end(trailers);
  }

  @Override
  public void onAbort(Throwable cause) {
    record.failure(ProxyFailure.of(cause, FailureCategory.RESPONSE_ABORTED).category());
    exchange.responseBody().abort(cause);
  }
}
