package dev.causeway.router.engine;

import dev.causeway.router.access.AccessEntry;
import dev.causeway.router.balance.ConnectRetries;
import dev.causeway.router.balance.ConnectionCap;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.config.RoutePlan;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.RequestHead;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import dev.causeway.router.headers.AffinityCookie;
import dev.causeway.router.upstream.ConnectionWish;
import dev.causeway.router.upstream.Delivery;
import dev.causeway.router.upstream.LoopUpstreams;
import dev.causeway.router.upstream.UpstreamCall;
import dev.causeway.router.upstream.UpstreamConnection;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings one request to an endpoint: chooses it, connects with retries (RO-031), and sends the
 * request again only where it cannot have been acted upon or may be repeated safely.
 */
final class Forwarding implements UpstreamExchange {
  private final LoopUpstreams upstreams;
  private final EngineOptions options;
  private final ProxyExchange exchange;
  private final RoutePlan plan;
  private final RequestHead head;
  private final @Nullable LiveEndpoint held;
  private final @Nullable AccessEntry entry;
  private final UpstreamListener listener;
  private final @Nullable BodyPump pump;
  private final boolean idempotent;
  private @Nullable Attempt attempt;
  private ConnectionCap.@Nullable Ticket waiting;
  private int connectFailures;
  private boolean sentAgain;
  private boolean aborted;
  private boolean answered;
  private boolean alone;

  Forwarding(
      LoopUpstreams upstreams,
      EngineOptions options,
      ProxyExchange exchange,
      RoutePlan plan,
      RequestHead head,
      BodySource body,
      @Nullable LiveEndpoint held,
      @Nullable AccessEntry entry,
      UpstreamListener listener) {
    this.upstreams = upstreams;
    this.options = options;
    this.exchange = exchange;
    this.plan = plan;
    this.head = head;
    this.held = held;
    this.entry = entry;
    this.listener = listener;
    this.pump = head.endsHere() ? null : new BodyPump(body, null);
    this.idempotent = IdempotentMethods.contains(head.method());
  }

  void begin() {
    start(held != null ? held : pick(), false);
  }

  private @Nullable LiveEndpoint pick() {
    return plan.picker().pick(exchange.client().remote());
  }

  private void start(@Nullable LiveEndpoint endpoint, boolean fresh) {
    if (endpoint == null) {
      fail(new ProxyFailure(FailureCategory.NO_ENDPOINT, "no endpoint may take traffic"));
      return;
    }
    ConnectionCap cap = plan.cap();
    if (cap == null) {
      connect(endpoint, fresh, null);
      return;
    }
    attempt = null;
    boolean bound = endpoint.equals(held) || plan.picker().isBySource();
    ConnectionCap.Ticket ticket =
        cap.acquire(
            plan.picker(),
            endpoint,
            bound,
            exchange.eventLoop(),
            plan.connectTimeoutMillis(),
            new ConnectionCap.Admission() {
              @Override
              public void admitted(LiveEndpoint given) {
                waiting = null;
                connect(given, fresh, cap);
              }

              @Override
              public void refused() {
                waiting = null;
                fail(new ProxyFailure(FailureCategory.OVERLOAD, "no room at the endpoint in time"));
              }
            });
    if (ticket != null) {
      // Otherwise the outcome is told, and what waits may be what followed from it.
      waiting = ticket;
    }
  }

  private void connect(LiveEndpoint endpoint, boolean fresh, @Nullable ConnectionCap cap) {
    if (entry != null) {
      entry.connecting(endpoint);
    }
    Attempt next = new Attempt(this, endpoint, cap);
    attempt = next;
    ConnectionWish wish =
        new ConnectionWish(
            plan.connectTimeoutMillis(), head.upgrade() != null, !isRepeatable(), fresh);
    upstreams.acquire(endpoint, plan.tls(endpoint), wish, next);
  }

  @SuppressWarnings("ReferenceEquality")
  boolean isCurrent(Attempt candidate) {
    return !aborted && candidate == attempt;
  }

  UpstreamCall send(UpstreamConnection connection, Attempt owner) {
    if (entry != null) {
      entry.connected();
    }
    return connection.send(head, plan.timeouts(), owner);
  }

  void sent(UpstreamCall call) {
    if (pump != null) {
      pump.into(call.requestBody());
    }
  }

  /** The endpoint left the set while we connected: nothing is sent to it. */
  void endpointVanished() {
    start(pick(), false);
  }

  void connectFailed(Attempt failed, ProxyFailure failure) {
    connectFailures++;
    LiveEndpoint same = failed.endpoint();
    if (isConnectProblem(failure.category())) {
      options.ejector().failed(same);
    }
    ConnectRetries retries = options.retries();
    if (!isConnectProblem(failure.category()) || connectFailures > retries.most()) {
      fail(failure);
      return;
    }
    LiveEndpoint next =
        retries.next(plan.picker(), exchange.client().remote(), same, connectFailures);
    long wait = next == null ? 0 : retries.waitNanos(same, failed.ageNanos(), next);
    if (wait <= 0) {
      start(next, true);
    } else {
      exchange.eventLoop().schedule(() -> retry(failed), wait, TimeUnit.NANOSECONDS);
    }
  }

  private void retry(Attempt failed) {
    if (isCurrent(failed)) {
      LiveEndpoint same = failed.endpoint();
      start(same.isCurrent() ? same : pick(), true);
    }
  }

  private static boolean isConnectProblem(FailureCategory category) {
    return category == FailureCategory.CONNECT_FAILED
        || category == FailureCategory.CONNECT_TIMEOUT
        || category == FailureCategory.UPSTREAM_TLS_FAILED;
  }

  /**
   * A request is sent once more at most: if the application cannot have seen it, or if an idle
   * connection closed under an idempotent one (RFC 9110, 9.2.2).
   */
  void callFailed(Attempt failed, ProxyFailure failure, Delivery delivery) {
    boolean bodyLeft = pump == null || !pump.isConsumed();
    boolean again =
        !sentAgain
            && switch (delivery) {
              case NOT_DELIVERED -> bodyLeft;
              case UNANSWERED -> bodyLeft && idempotent;
              case DELIVERED -> false;
            };
    if (!again) {
      if (failure.category() == FailureCategory.UPSTREAM_TIMEOUT
          || failure.category() == FailureCategory.UPSTREAM_BAD_RESPONSE) {
        options.ejector().failed(failed.endpoint());
      }
      fail(failure);
      return;
    }
    // A connection that was closing, or had no stream left, says nothing of the endpoint yet.
    sentAgain = true;
    LiveEndpoint same = failed.endpoint();
    start(same.isCurrent() ? same : pick(), true);
  }

  private boolean isRepeatable() {
    return idempotent && head.endsHere();
  }

  void interim(ResponseHead interim) {
    if (alone) {
      return;
    }
    plan.programme().interimToClient(interim.headers());
    listener.onInterim(interim);
  }

  void response(ResponseHead response, BodySource body, boolean endsHere) {
    note(response.status().code());
    answered = true;
    if (alone) {
      body.discard();
      return;
    }
    if (entry != null) {
      entry.answered(response.headers());
    }
    plan.programme().toClient(response.headers(), exchange.client());
    setCookie(response);
    listener.onResponse(response, body, endsHere);
  }

  void upgraded(HttpHeaders headers, BodySource fromEndpoint, BodySink toEndpoint) {
    note(HttpResponseStatus.SWITCHING_PROTOCOLS.code());
    answered = true;
    if (alone) {
      alone = false;
      abortOnLoop(new CancellationException("no client is left for the tunnel"));
      return;
    }
    if (entry != null) {
      entry.answered(headers);
    }
    plan.programme().upgradeToClient(headers, exchange.client());
    setCookie(new ResponseHead(HttpResponseStatus.SWITCHING_PROTOCOLS, headers));
    listener.onUpgraded(headers, fromEndpoint, toEndpoint);
  }

  private void note(int status) {
    Attempt answering = attempt;
    if (answering != null) {
      if (status >= 502 && status <= 504) {
        options.ejector().failed(answering.endpoint());
      } else {
        options.ejector().succeeded(answering.endpoint());
      }
    }
  }

  private void setCookie(ResponseHead response) {
    AffinityCookie affinity = plan.affinity();
    Attempt answering = attempt;
    if (affinity != null && answering != null) {
      affinity.answer(head.method(), response, answering.endpoint(), held);
      if (entry != null && !answering.endpoint().equals(held)) {
        entry.cookieSet();
      }
    }
  }

  /** The endpoint takes no more of the request. */
  void callOver() {
    if (pump != null) {
      pump.discard();
    }
  }

  private void fail(ProxyFailure failure) {
    if (!aborted && !answered) {
      answered = true;
      attempt = null;
      if (pump != null) {
        pump.discard();
      }
      if (!alone) {
        listener.onFailure(failure);
      }
    }
  }

  /** Something of ours failed between the endpoint and the client. */
  void broken(RuntimeException cause) {
    if (aborted) {
      return;
    }
    abortOnLoop(cause);
    if (exchange.isCommitted()) {
      exchange.abort(cause);
    } else {
      listener.onFailure(new ProxyFailure(FailureCategory.INTERNAL, "unexpected", cause));
    }
  }

  @Override
  public void abort(Throwable cause) {
    if (exchange.eventLoop().inEventLoop()) {
      abortOnLoop(cause);
    } else {
      exchange.eventLoop().execute(() -> abortOnLoop(cause));
    }
  }

  @Override
  public void clientGone(Throwable cause) {
    boolean complete = pump == null || pump.isComplete();
    if (plan.finishesWithoutClient() && complete && !answered && !aborted) {
      alone = true;
    } else {
      abortOnLoop(cause);
    }
  }

  private void abortOnLoop(Throwable cause) {
    if (aborted || alone) {
      return;
    }
    aborted = true;
    if (waiting != null) {
      waiting.cancel();
    }
    if (pump != null) {
      pump.discard();
    }
    if (attempt != null) {
      attempt.abort(cause);
    }
  }
}
