package dev.causeway.router.transport;

import dev.causeway.router.access.Backend;
import dev.causeway.router.balance.ConnectRetries;
import dev.causeway.router.balance.LiveEndpoint;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where relayed TLS connections go. Any event loop may call it; must not block. */
public interface PassthroughRoute {
  /**
   * Returns whether a new connection may use the route; it is closed without a word otherwise.
   *
   * @param client address of the client
   * @param onEnd takes what must run when the connection is over, admitted or not
   */
  boolean admits(InetSocketAddress client, Consumer<Runnable> onEnd);

  /**
   * Chooses the endpoint of a new connection.
   *
   * @param client address of the client
   * @return the endpoint, or null if there is none
   */
  @Nullable Target pick(InetSocketAddress client);

  /**
   * Chooses where to try again (RO-031).
   *
   * @param client address of the client
   * @param failed the endpoint that could not be reached just now
   * @param failures how many attempts have failed
   * @return the endpoint, or null if there is none or it was tried often enough
   */
  @Nullable Target again(InetSocketAddress client, Target failed, int failures);

  /** Returns how connecting is tried again. */
  default ConnectRetries retries() {
    return ConnectRetries.DEFAULTS;
  }

  /** Returns the Route as access logs name it. */
  Backend backend();

  /** Returns the limit for one connection attempt (RO-001). */
  Duration connectTimeout();

  /** Returns how long a relayed connection may be idle (RO-008). */
  Duration tunnelTimeout();

  /** Returns how long it may be idle once the endpoint has closed its half (RO-003). */
  Duration clientFinTimeout();

  /** Returns how long it may be idle once the client has closed its half (RO-005). */
  Duration serverFinTimeout();

  /** One endpoint and the count of what is in flight to it. */
  interface Target {
    /** Returns the endpoint. */
    LiveEndpoint endpoint();

    /** Returns the resolved address. */
    InetSocketAddress address();

    /**
     * Has a connection attempt begin as soon as there is room for it.
     *
     * @param loop where the outcome is told; this must be called there
     * @param go told the endpoint, whose attempt is counted, possibly another one with room; null
     *     if there was no room in time
     */
    default void admit(ScheduledExecutorService loop, Consumer<@Nullable Target> go) {
      begin();
      go.accept(this);
    }

    /** Counts a connection attempt. */
    void begin();

    /** Counts the end of what {@link #begin} counted. */
    void end();
  }
}
