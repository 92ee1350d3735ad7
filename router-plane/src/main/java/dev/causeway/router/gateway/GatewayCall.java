package dev.causeway.router.gateway;

import dev.causeway.router.config.RoutePlan;
import dev.causeway.router.engine.Engine;
import dev.causeway.router.engine.ExchangeRecord;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * One exchange on its way through the filters: the native request and response of Spring's view,
 * and the subscriber of the whole flow. Belongs to the event loop unless a method says otherwise.
 */
final class GatewayCall implements CoreSubscriber<Void> {

  private final GatewayBridge bridge;
  private final ProxyExchange exchange;
  private final RoutePlan plan;
  private final ExchangeRecord record;
  private final ResponseWriter writer;
  private final @Nullable BodyFlux requestBody;
  private final EngineServerHttpRequest request;

  private volatile @Nullable Subscription subscription;
  private volatile boolean over;
  private @Nullable UpstreamAttempt attempt;
  private @Nullable HttpResponseStatus upstreamStatus;
  private @Nullable Runnable tunnelEnd;

  GatewayCall(GatewayBridge bridge, ProxyExchange exchange, RoutePlan plan, ExchangeRecord record) {
    this.bridge = bridge;
    this.exchange = exchange;
    this.plan = plan;
    this.record = record;
    this.writer = new ResponseWriter(exchange, record);
    this.requestBody =
        exchange.request().endsHere()
            ? null
            : new BodyFlux(
                exchange.eventLoop(),
                exchange.requestBody(),
                bridge.buffers(),
                false,
                trailers -> {});
    this.request =
        new EngineServerHttpRequest(
            exchange, this, requestBody == null ? Flux.empty() : requestBody);
  }

  /** Sends the exchange through the filters. */
  void enter() {
    EngineServerHttpResponse response = new EngineServerHttpResponse(this, bridge.buffers());
    exchange.onCancel(this::clientGone);
    exchange.onOver(this::end);
    bridge.handler().handle(request, response).subscribe(this);
  }

  /** Returns the exchange. Any thread. */
  ProxyExchange exchange() {
    return exchange;
  }

  /** Returns the plan of the rule that matched. Any thread. */
  RoutePlan plan() {
    return plan;
  }

  /** Returns the chain of the plan's filters. Any thread. */
  GatewayFilterChain chain() {
    return bridge.chains().chain(plan.filters());
  }

  /** Returns what sends requests. Any thread. */
  Engine engine() {
    return bridge.engine();
  }

  /** Returns what is counted about the exchange. Event loop only. */
  ExchangeRecord record() {
    return record;
  }

  /** Returns the request as Spring sees it before any filter changed it. Any thread. */
  EngineServerHttpRequest request() {
    return request;
  }

  /** Returns what writes the response. Any thread. */
  ResponseWriter writer() {
    return writer;
  }

  /** Returns the factory of buffers. Any thread. */
  NettyDataBufferFactory buffers() {
    return bridge.buffers();
  }

  /** Returns the request body as it came, or null where there is none. Any thread. */
  @Nullable BodyFlux requestBody() {
    return requestBody;
  }

  /** Makes {@code next} the attempt whose response counts; an earlier one is abandoned. */
  void begin(UpstreamAttempt next) {
    UpstreamAttempt previous = attempt;
    attempt = next;
    upstreamStatus = null;
    if (previous != null) {
      previous.dispose();
    }
    if (over) {
      next.dispose();
    }
  }

  /** Notes the status of the endpoint, whose reason phrase is kept unless a filter changes it. */
  void headArrived(UpstreamAttempt from, ResponseHead head) {
    if (from == attempt) {
      upstreamStatus = head.status();
    }
  }

  /** Returns the status to send for a code that filters left. */
  HttpResponseStatus statusOf(int code) {
    HttpResponseStatus known = upstreamStatus;
    return known != null && known.code() == code ? known : HttpResponseStatus.valueOf(code);
  }

  /** Returns the trailers of the response, or null where there are none. */
  @Nullable HttpHeaders trailers() {
    UpstreamAttempt current = attempt;
    return current == null ? null : current.trailers();
  }

  /** Lets the engine answer in place of the filters. Any thread. */
  void fail(ProxyFailure failure) {
    writer.inOrder(
        () -> {
          if (writer.takeOver()) {
            bridge.engine().fail(exchange, failure, record);
          } else if (!over) {
            record.failure(failure.category());
            exchange.abort(failure);
          }
        });
  }

  private void clientGone(Throwable cause) {
    record.failure(FailureCategory.CLIENT_ABORTED);
    UpstreamAttempt current = attempt;
    if (current != null) {
      current.clientGone(cause);
    }
    stop();
  }

  /** Sets what runs when the tunnel that this call became is over. */
  void onTunnelEnd(Runnable callback) {
    if (over) {
      callback.run();
    } else {
      tunnelEnd = callback;
    }
  }

  private void end() {
    over = true;
    Runnable tunnel = tunnelEnd;
    if (tunnel != null) {
      tunnel.run();
    }
    stop();
  }

  private void stop() {
    over = true;
    Subscription flow = subscription;
    if (flow != null) {
      flow.cancel();
    }
    UpstreamAttempt current = attempt;
    if (current != null) {
      current.dispose();
    }
    if (requestBody != null) {
      requestBody.dispose();
    }
  }

  @Override
  public void onSubscribe(Subscription flow) {
    subscription = flow;
    flow.request(Long.MAX_VALUE);
    if (over) {
      flow.cancel();
    }
  }

  @Override
  public void onNext(Void nothing) {
    // The flow carries completion only.
  }

  @Override
  public void onError(Throwable cause) {
    writer.abort(cause);
  }

  @Override
  public void onComplete() {
    writer.finish(this);
  }
}
