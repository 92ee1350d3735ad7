package dev.causeway.router.engine;

import dev.causeway.router.access.AccessEntry;
import dev.causeway.router.access.AccessLog;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.compress.CompressingExchange;
import dev.causeway.router.compress.Compression;
import dev.causeway.router.config.ActiveConfig;
import dev.causeway.router.config.ConfigHolder;
import dev.causeway.router.config.RoutePlan;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ClientCertificate;
import dev.causeway.router.exchange.ExchangeHandler;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.FailureResponder;
import dev.causeway.router.failure.ProxyFailure;
import dev.causeway.router.headers.AffinityCookie;
import dev.causeway.router.headers.RedirectLocation;
import dev.causeway.router.limit.SourceGuard;
import dev.causeway.router.upstream.LoopUpstreams;
import dev.causeway.router.upstream.Upstreams;
import dev.causeway.routing.match.Match;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes every exchange of the traffic ports: finds its rule in the active configuration, forwards
 * it on the express path or hands it to the gateway, and answers what cannot be forwarded.
 */
public final class Engine implements ExchangeHandler, TrafficMeters {
  /** Path that the router answers itself on the plain side (HO-063). */
  public static final String HEALTH_PATH = "/_______internal_router_healthz";

  /** What the engine keeps per event loop. */
  private record LoopState(LoopUpstreams upstreams, LoopTraffic traffic) {}

  private final ConfigHolder holder;
  private final Upstreams upstreams;
  private final EngineOptions options;
  private final GatewayEntry gateway;
  private final BooleanSupplier overloaded;
  private final Map<EventLoop, LoopState> loops = new ConcurrentHashMap<>();

  /**
   * Creates an engine.
   *
   * @param holder the active configuration
   * @param upstreams connections to endpoints
   * @param options limits
   * @param gateway takes exchanges whose plan runs through the gateway
   */
  public Engine(
      ConfigHolder holder, Upstreams upstreams, EngineOptions options, GatewayEntry gateway) {
    this(holder, upstreams, options, gateway, () -> false);
  }

  /**
   * Creates an engine that can have too much to do.
   *
   * @param overloaded whether requests that begin now are refused; any event loop asks
   */
  public Engine(
      ConfigHolder holder,
      Upstreams upstreams,
      EngineOptions options,
      GatewayEntry gateway,
      BooleanSupplier overloaded) {
    this.overloaded = overloaded;
    this.holder = holder;
    this.upstreams = upstreams;
    this.options = options;
    this.gateway = gateway;
  }

  @Override
  public void handle(ProxyExchange exchange) {
    LoopTraffic traffic = state(exchange.eventLoop()).traffic();
    AccessLog log = holder.current().accessLog();
    ExchangeRecord record =
        new ExchangeRecord(
            traffic, options.times(), exchange, log == null ? null : log.begin(exchange));
    traffic.begun();
    exchange.onOver(record);
    try {
      route(exchange, record);
    } catch (RuntimeException e) {
      fail(exchange, new ProxyFailure(FailureCategory.INTERNAL, "unexpected", e), record);
    }
  }

  private void route(ProxyExchange exchange, ExchangeRecord record) {
    RequestHead request = exchange.request();
    boolean secure = exchange.client().secure();
    String authority = request.authority();
    if (!secure && request.target().equals(HEALTH_PATH)) {
      record.unlogged();
      answer(exchange, HttpResponseStatus.OK, headers(), record);
      return;
    }
    if (overloaded.getAsBoolean()) {
      fail(exchange, new ProxyFailure(FailureCategory.OVERLOAD, "no memory for more"), record);
      return;
    }
    ClientCertificate certificate = exchange.client().certificate();
    if (certificate != null && !certificate.permitted()) {
      fail(exchange, new ProxyFailure(FailureCategory.CLIENT_FORBIDDEN, "subject"), record);
      return;
    }
    ActiveConfig config = holder.current();
    if (secure
        && authority != null
        && request.protocol() == RequestHead.Protocol.HTTP_2
        && config.misdirected(exchange.client(), authority)) {
      fail(exchange, new ProxyFailure(FailureCategory.MISDIRECTED, "misdirected"), record);
      return;
    }
    switch (config.index().match(secure, authority, request.target())) {
      case Match.Proxy<RoutePlan> match -> dispatch(exchange, match.plan(), record);
      case Match.Redirect<RoutePlan> match -> redirect(exchange, authority, record);
      case Match.NoRoute<RoutePlan> match ->
          fail(exchange, new ProxyFailure(FailureCategory.NO_ROUTE, "no route"), record);
      case Match.HostRejected<RoutePlan> match ->
          fail(
              exchange,
              new ProxyFailure(FailureCategory.CONFIGURATION_REJECTED, "configuration rejected"),
              record);
    }
  }

  private void dispatch(ProxyExchange exchange, RoutePlan plan, ExchangeRecord record) {
    AccessEntry entry = record.entry();
    if (entry != null) {
      entry.routed(plan.backend(), plan.affinity() != null);
    }
    SourceGuard guard = plan.guard();
    if (guard != null) {
      InetAddress source = exchange.client().remote().getAddress();
      FailureCategory refusal = guard.refusal(source, exchange::onOver);
      if (refusal != null) {
        fail(exchange, new ProxyFailure(refusal, "refused by its source"), record);
        return;
      }
    }
    Compression compression = plan.compression();
    ProxyExchange target = compression == null ? exchange : compression.around(exchange);
    if (plan.viaGateway()) {
      record.path(TrafficPath.GATEWAY);
      gateway.enter(target, plan, record);
    } else {
      record.path(TrafficPath.EXPRESS);
      forward(target, plan, record);
    }
  }

  /** Forwards an exchange on the express path. */
  public void forward(ProxyExchange exchange, RoutePlan plan, ExchangeRecord record) {
    ExpressExchange express = new ExpressExchange(this, exchange, record);
    express.upstream(
        open(exchange, plan, exchange.request(), exchange.requestBody(), record, express));
  }

  /**
   * Sends a request to an endpoint of the plan.
   *
   * @param exchange exchange on whose event loop everything happens
   * @param plan plan that chooses endpoint, programme and limits
   * @param toSend head with hop-by-hop headers still in place; its headers are changed by the
   *     plan's programme, so a head that may be sent again needs a copy of them
   * @param body request body, unstarted; not touched if the head says that there is none
   * @param record where is noted what the access log says
   * @param listener told what becomes of it; may be called before this method returns
   */
  public UpstreamExchange open(
      ProxyExchange exchange,
      RoutePlan plan,
      RequestHead toSend,
      BodySource body,
      ExchangeRecord record,
      UpstreamListener listener) {
    // What the client sent counts, whatever filters made of it.
    AffinityCookie affinity = plan.affinity();
    LiveEndpoint held =
        affinity == null ? null : affinity.find(exchange.request().headers(), plan.picker());
    AccessEntry entry = record.entry();
    if (entry != null && affinity != null && affinity.isIn(exchange.request().headers())) {
      entry.cookieSent(held != null);
    }
    RequestHead head = plan.programme().toEndpoint(toSend, exchange.client());
    if (entry != null) {
      entry.sending(head.headers());
    }
    if (affinity != null) {
      affinity.removeFrom(head.headers());
    }
    LoopUpstreams own = state(exchange.eventLoop()).upstreams();
    Forwarding forwarding =
        new Forwarding(own, options, exchange, plan, head, body, held, entry, listener);
    forwarding.begin();
    return forwarding;
  }

  /** Accepts an upgrade and connects both halves; each direction ends on its own. */
  public void tunnel(
      ProxyExchange exchange, HttpHeaders headers, BodySource fromEndpoint, BodySink toEndpoint) {
    exchange.acceptUpgrade(headers);
    new BodyPump(fromEndpoint, null).into(exchange.responseBody());
    new BodyPump(exchange.requestBody(), null).into(toEndpoint);
  }

  /** Answers an exchange that failed, by its category. */
  public void fail(ProxyExchange exchange, ProxyFailure failure, ExchangeRecord record) {
    FailureResponder failures = holder.current().failures();
    // Noted first: the exchange may be over, and counted, before the answer is made completely.
    record.failure(failure.category());
    if (!exchange.isCommitted()) {
      record.status(failures.status(failure.category()));
    }
    failures.respond(CompressingExchange.uncompressed(exchange), failure.category());
  }

  private void redirect(ProxyExchange exchange, @Nullable String authority, ExchangeRecord record) {
    HttpHeaders headers = headers();
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
    headers.set(
        HttpHeaderNames.LOCATION,
        RedirectLocation.of(authority == null ? "" : authority, exchange.request().target()));
    answer(exchange, HttpResponseStatus.FOUND, headers, record);
  }

  private static void answer(
      ProxyExchange exchange,
      HttpResponseStatus status,
      HttpHeaders headers,
      ExchangeRecord record) {
    headers.set(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
    record.status(status.code());
    exchange.requestBody().discard();
    exchange.respond(new ResponseHead(status, headers), true);
  }

  private static HttpHeaders headers() {
    return DefaultHttpHeadersFactory.headersFactory().newHeaders();
  }

  private LoopState state(EventLoop loop) {
    LoopState known = loops.get(loop);
    return known != null
        ? known
        : loops.computeIfAbsent(loop, key -> new LoopState(upstreams.on(key), new LoopTraffic()));
  }

  @Override
  public long requests(TrafficPath path, int statusClass, @Nullable FailureCategory failure) {
    return sum(traffic -> traffic.requests(path, statusClass, failure));
  }

  @Override
  public long activeExchanges() {
    return sum(LoopTraffic::active);
  }

  @Override
  public long upstreamConnects() {
    return upstreams.connects();
  }

  @Override
  public long upstreamConnectFailures() {
    return upstreams.failedConnects();
  }

  @Override
  public long upstreamReuses() {
    return upstreams.reuses();
  }

  @Override
  public long upstreamOpen() {
    return upstreams.open();
  }

  private long sum(ToLongFunction<LoopTraffic> value) {
    long sum = 0;
    for (LoopState state : loops.values()) {
      sum += value.applyAsLong(state.traffic());
    }
    return sum;
  }
}
