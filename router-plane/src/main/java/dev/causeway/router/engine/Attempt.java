package dev.causeway.router.engine;

import dev.causeway.router.balance.ConnectionCap;
import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.ProxyFailure;
import dev.causeway.router.upstream.CallListener;
import dev.causeway.router.upstream.ConnectListener;
import dev.causeway.router.upstream.Delivery;
import dev.causeway.router.upstream.UpstreamCall;
import dev.causeway.router.upstream.UpstreamConnection;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** One attempt to have one endpoint answer; counts as in flight to it from begin to end. */
final class Attempt implements ConnectListener, CallListener {
  private final Forwarding forwarding;
  private final LiveEndpoint endpoint;
  private final @Nullable ConnectionCap cap;
  private final long startedAt = System.nanoTime();
  private @Nullable UpstreamCall call;
  private boolean over;

  /** Begins; {@code cap} is where a place at the endpoint was taken, or null. */
  Attempt(Forwarding forwarding, LiveEndpoint endpoint, @Nullable ConnectionCap cap) {
    this.forwarding = forwarding;
    this.endpoint = endpoint;
    this.cap = cap;
    endpoint.begin();
  }

  LiveEndpoint endpoint() {
    return endpoint;
  }

  long ageNanos() {
    return System.nanoTime() - startedAt;
  }

  @Override
  public void onConnected(UpstreamConnection connection) {
    if (!forwarding.isCurrent(this)) {
      connection.giveBack();
      end();
    } else if (!endpoint.isUsable()) {
      connection.giveBack();
      end();
      forwarding.endpointVanished();
    } else {
      try {
        UpstreamCall sent = forwarding.send(connection, this);
        call = sent;
        if (!over) {
          forwarding.sent(sent);
        }
      } catch (RuntimeException e) {
        if (call == null) {
          connection.giveBack();
        }
        broken(e);
      }
    }
  }

  @Override
  public void onConnectFailed(ProxyFailure failure) {
    end();
    if (forwarding.isCurrent(this)) {
      forwarding.connectFailed(this, failure);
    }
  }

  void abort(Throwable cause) {
    UpstreamCall sent = call;
    if (sent != null) {
      sent.abort(cause);
    }
  }

  @Override
  public void onInterim(ResponseHead head) {
    if (forwarding.isCurrent(this)) {
      forwarding.interim(head);
    }
  }

  @Override
  public void onResponse(ResponseHead head, BodySource body, boolean endsHere) {
    if (forwarding.isCurrent(this)) {
      try {
        forwarding.response(head, body, endsHere);
      } catch (RuntimeException e) {
        broken(e);
      }
    } else {
      body.discard();
    }
  }

  @Override
  public void onUpgraded(HttpHeaders headers, BodySource fromEndpoint, BodySink toEndpoint) {
    if (forwarding.isCurrent(this)) {
      try {
        forwarding.upgraded(headers, fromEndpoint, toEndpoint);
      } catch (RuntimeException e) {
        broken(e);
      }
    } else {
      fromEndpoint.discard();
    }
  }

  @Override
  public void onFailure(ProxyFailure failure, Delivery delivery) {
    if (forwarding.isCurrent(this)) {
      end();
      forwarding.callFailed(this, failure, delivery);
    }
  }

  @Override
  public void onOver() {
    end();
    if (forwarding.isCurrent(this)) {
      forwarding.callOver();
    }
  }

  /** Nobody else would hear of it, and the client would wait for ever. */
  private void broken(RuntimeException cause) {
    forwarding.broken(cause);
    end();
  }

  private void end() {
    if (!over) {
      over = true;
      endpoint.end();
      if (cap != null) {
        cap.release(endpoint);
      }
    }
  }
}
