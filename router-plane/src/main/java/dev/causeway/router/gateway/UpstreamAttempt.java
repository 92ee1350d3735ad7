package dev.causeway.router.gateway;

import dev.causeway.router.engine.UpstreamExchange;
import dev.causeway.router.engine.UpstreamListener;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.CoreSubscriber;
import reactor.netty.Connection;

/**
 * One try to get a response from an endpoint, as filters hold it.
 *
 * <p>It stands in {@code CLIENT_RESPONSE_CONN_ATTR}, where Retry and CircuitBreaker expect a {@link
 * Connection} and call {@link #dispose} before they try again. Belongs to the event loop; {@code
 * dispose} may be called by any thread.
 */
final class UpstreamAttempt implements Connection, UpstreamListener {

  private final GatewayCall call;
  private final CoreSubscriber<? super Void> waiting;
  private final Consumer<ResponseHead> taker;

  private @Nullable UpstreamExchange upstream;
  private @Nullable BodyFlux body;
  private @Nullable HttpHeaders trailers;
  private @Nullable BodySource tunnelSource;
  private @Nullable BodySink tunnelSink;
  private volatile boolean disposed;
  private boolean answered;

  /**
   * Creates an attempt.
   *
   * @param call call the attempt belongs to
   * @param waiting completes when the head has arrived
   * @param taker puts the head where filters change it
   */
  UpstreamAttempt(
      GatewayCall call, CoreSubscriber<? super Void> waiting, Consumer<ResponseHead> taker) {
    this.call = call;
    this.waiting = waiting;
    this.taker = taker;
  }

  /** Takes the engine's side of this attempt. */
  void attach(UpstreamExchange exchange) {
    upstream = exchange;
    if (disposed) {
      exchange.abort(new CancellationException("the attempt was abandoned"));
    }
  }

  @Override
  public void onInterim(ResponseHead interim) {
    if (!disposed) {
      call.exchange().inform(interim);
    }
  }

  @Override
  public void onResponse(ResponseHead arrived, BodySource source, boolean endsHere) {
    if (disposed) {
      source.discard();
      return;
    }
    body =
        new BodyFlux(
            call.exchange().eventLoop(),
            source,
            call.buffers(),
            !endsHere,
            trailing -> trailers = trailing);
    arrived(arrived);
  }

  @Override
  public void onUpgraded(HttpHeaders headers, BodySource fromEndpoint, BodySink toEndpoint) {
    if (disposed) {
      fromEndpoint.discard();
      return;
    }
    tunnelSource = fromEndpoint;
    tunnelSink = toEndpoint;
    arrived(new ResponseHead(HttpResponseStatus.SWITCHING_PROTOCOLS, headers));
  }

  private void arrived(ResponseHead arrived) {
    answered = true;
    call.headArrived(this, arrived);
    try {
      taker.accept(arrived);
    } catch (RuntimeException e) {
      dispose();
      waiting.onError(e);
      return;
    }
    waiting.onComplete();
  }

  @Override
  public void onFailure(ProxyFailure failure) {
    if (disposed || answered) {
      return;
    }
    answered = true;
    waiting.onError(new UpstreamFailureException(failure));
  }

  /** The attempt could not even begin. */
  void refused(RuntimeException cause) {
    onFailure(ProxyFailure.of(cause, FailureCategory.INTERNAL));
  }

  /** The client went away; the endpoint may be left to finish. Event loop only. */
  void clientGone(Throwable cause) {
    UpstreamExchange opened = upstream;
    if (opened != null && !answered && !disposed) {
      opened.clientGone(cause);
    }
  }

  /** Nobody waits for the head any more. Any thread. */
  void cancelled() {
    call.writer()
        .inOrder(
            () -> {
              if (!answered) {
                dispose();
              }
            });
  }

  /** Returns whether the endpoint switched protocols. */
  boolean isSwitch() {
    return tunnelSource != null;
  }

  /** Returns whether the endpoint switched protocols and the filters left it at that. */
  boolean switches(ServerHttpResponse response) {
    HttpStatusCode status = response.getStatusCode();
    return isSwitch()
        && status != null
        && status.value() == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
  }

  /** Returns the body of the response, or null before the head arrived. */
  @Nullable BodyFlux body() {
    return body;
  }

  /** Returns the trailers of the response once its body has ended, or null. */
  @Nullable HttpHeaders trailers() {
    return disposed ? null : trailers;
  }

  /** Turns call and attempt into a tunnel; {@code ended} completes when it is over. Any thread. */
  void tunnel(CoreSubscriber<? super Void> ended) {
    call.writer()
        .inOrder(
            () -> {
              ResponseHead committed = call.writer().takeForTunnel();
              BodySource source = tunnelSource;
              BodySink sink = tunnelSink;
              if (disposed || committed == null || source == null || sink == null) {
                ended.onError(new CancellationException("the exchange is over"));
                return;
              }
              call.onTunnelEnd(ended::onComplete);
              call.record().status(committed.status().code());
              call.engine().tunnel(call.exchange(), committed.headers(), source, sink);
            });
  }

  @Override
  public Channel channel() {
    return call.exchange().channel();
  }

  @Override
  public boolean isDisposed() {
    return disposed;
  }

  /** Aborts the upstream exchange and drops what arrived of it. */
  @Override
  public void dispose() {
    if (disposed) {
      return;
    }
    disposed = true;
    if (call.exchange().eventLoop().inEventLoop()) {
      release();
    } else {
      call.exchange().eventLoop().execute(this::release);
    }
  }

  private void release() {
    UpstreamExchange engine = upstream;
    if (engine != null) {
      engine.abort(new CancellationException("the attempt was abandoned"));
    }
    BodyFlux arrived = body;
    if (arrived != null) {
      arrived.dispose();
    }
  }
}
