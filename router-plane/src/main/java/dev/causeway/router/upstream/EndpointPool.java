package dev.causeway.router.upstream;

import dev.causeway.router.balance.LiveEndpoint;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import dev.causeway.routing.model.AppProtocol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to one endpoint with one TLS identity. The connection used last
 * is used first, so that the number of open ones follows the load.
 */
final class EndpointPool {
  private final LoopUpstreams owner;
  private final LiveEndpoint endpoint;
  private final @Nullable EndpointTls tls;
  private final ArrayDeque<Http1Connection> idle = new ArrayDeque<>();
  private final List<Http2Connection> shared = new ArrayList<>(1);
  private final List<ConnectListener> waitingForShared = new ArrayList<>(0);
  private boolean connectingShared;
  private int connecting;

  EndpointPool(LoopUpstreams owner, LiveEndpoint endpoint, @Nullable EndpointTls tls) {
    this.owner = owner;
    this.endpoint = endpoint;
    this.tls = tls;
  }

  LoopUpstreams owner() {
    return owner;
  }

  LiveEndpoint endpoint() {
    return endpoint;
  }

  @Nullable EndpointTls tls() {
    return tls;
  }

  long idleNanos() {
    return owner.options().idleTimeout().toNanos();
  }

  boolean isRetired() {
    return !endpoint.isCurrent();
  }

  /** Finds or opens a connection. */
  void acquire(ConnectionWish wish, ConnectListener listener) {
    boolean h2c = endpoint.endpoint().protocol() == AppProtocol.H2C && tls == null;
    if (h2c && wish.http1Only()) {
      listener.onConnectFailed(
          new ProxyFailure(
              FailureCategory.UPSTREAM_BAD_RESPONSE, "endpoint cannot switch protocols"));
      return;
    }
    if (!wish.http1Only()) {
      Http2Connection connection = freeShared();
      if (connection != null) {
        owner.counters().reused();
        listener.onConnected(connection);
        return;
      }
      if (h2c) {
        acquireShared(wish, listener);
        return;
      }
    }
    Http1Connection connection = wish.fresh() ? null : freeIdle(wish);
    if (connection != null) {
      owner.counters().reused();
      listener.onConnected(connection);
    } else {
      owner.connector().connect(this, wish, listener);
    }
  }

  /** Requests that arrive while the one connection is being opened wait for it. */
  private void acquireShared(ConnectionWish wish, ConnectListener listener) {
    waitingForShared.add(listener);
    if (connectingShared) {
      return;
    }
    connectingShared = true;
    owner
        .connector()
        .connect(
            this,
            wish,
            new ConnectListener() {
              @Override
              public void onConnected(UpstreamConnection connection) {
                for (ConnectListener waiting : takeWaiting()) {
                  Http2Connection free = freeShared();
                  if (free != null) {
                    waiting.onConnected(free);
                  } else {
                    acquire(wish, waiting);
                  }
                }
              }

              @Override
              public void onConnectFailed(ProxyFailure failure) {
                takeWaiting().forEach(waiting -> waiting.onConnectFailed(failure));
              }
            });
  }

  private List<ConnectListener> takeWaiting() {
    connectingShared = false;
    List<ConnectListener> waiting = List.copyOf(waitingForShared);
    waitingForShared.clear();
    return waiting;
  }

  private @Nullable Http2Connection freeShared() {
    for (int i = 0; i < shared.size(); i++) {
      Http2Connection connection = shared.get(i);
      if (connection.takesStreams()) {
        return connection;
      }
    }
    return null;
  }

  private @Nullable Http1Connection freeIdle(ConnectionWish wish) {
    while (true) {
      Http1Connection connection = idle.pollLast();
      if (connection == null) {
        return null;
      }
      owner.shared().idleTaken();
      if (!connection.isUsable()) {
        connection.close();
      } else if (wish.unrepeatable()
          && connection.idleNanos() > owner.options().unrepeatableIdle().toNanos()) {
        // The others have been idle for longer still. It stays for requests that can be repeated.
        idle.addLast(connection);
        owner.shared().idleAdded();
        return null;
      } else {
        return connection;
      }
    }
  }

  /** A connection is being opened that will be this pool's. */
  void connecting() {
    connecting++;
  }

  /** A connection was opened, or could not be. */
  void connected() {
    connecting--;
  }

  /** Puts a clean connection back; returns false if there is no room for it. */
  boolean keep(Http1Connection connection) {
    if (isRetired()
        || idle.size() >= owner.options().idlePerEndpoint()
        || !owner.shared().idleAdded()) {
      return false;
    }
    idle.addLast(connection);
    return true;
  }

  /** Forgets a connection that is being closed. */
  void gone(Http1Connection connection) {
    if (idle.removeLastOccurrence(connection)) {
      owner.shared().idleTaken();
    }
  }

  void add(Http2Connection connection) {
    shared.add(connection);
  }

  void gone(Http2Connection connection) {
    shared.remove(connection);
  }

  /** Closes what is idle, and shared connections as soon as their streams have ended. */
  void drain() {
    while (true) {
      Http1Connection connection = idle.peekLast();
      if (connection == null) {
        break;
      }
      connection.close();
    }
    List.copyOf(shared).forEach(Http2Connection::drain);
  }

  boolean isEmpty() {
    return idle.isEmpty() && shared.isEmpty() && connecting == 0;
  }
}
