package dev.causeway.routing.annotation;

import dev.causeway.routing.model.Balance;
import dev.causeway.routing.model.ForwardedPolicy;

/** Values that hold where neither Route nor shard says anything; durations in milliseconds. */
public final class Defaults {
  /** Limit for one connection attempt to an endpoint (RO-001). */
  public static final long CONNECT_TIMEOUT_MILLIS = 5_000;

  /** Inactivity limit towards the client (RO-002). */
  public static final long CLIENT_TIMEOUT_MILLIS = 30_000;

  /** Limit for a half-closed client connection (RO-003). */
  public static final long CLIENT_FIN_TIMEOUT_MILLIS = 1_000;

  /** Inactivity limit towards the endpoint (RO-004). */
  public static final long SERVER_TIMEOUT_MILLIS = 30_000;

  /** Limit for a half-closed endpoint connection (RO-005). */
  public static final long SERVER_FIN_TIMEOUT_MILLIS = 1_000;

  /** Limit for a complete request head (RO-006). */
  public static final long REQUEST_HEAD_TIMEOUT_MILLIS = 10_000;

  /** Idle limit between requests (RO-007). */
  public static final long KEEP_ALIVE_TIMEOUT_MILLIS = 300_000;

  /** Idle limit of upgraded and passthrough connections (RO-008). */
  public static final long TUNNEL_TIMEOUT_MILLIS = 3_600_000;

  /** The same behind a network load balancer of AWS (RO-008). */
  public static final long NLB_TUNNEL_TIMEOUT_MILLIS = 349_000;

  /** Limit for a complete ClientHello (RO-009). */
  public static final long INSPECT_DELAY_MILLIS = 5_000;

  /** Balancing of HTTP routes with one weighted backend (RO-018, RO-041). */
  public static final Balance BALANCE_HTTP = Balance.RANDOM;

  /** Balancing of passthrough routes with one weighted backend (RO-019, RO-042). */
  public static final Balance BALANCE_PASSTHROUGH = Balance.SOURCE;

  /** Balancing of routes with several weighted backends (RO-041). */
  public static final Balance BALANCE_SEVERAL_BACKENDS = Balance.ROUND_ROBIN;

  /** Forwarded headers (RO-020). */
  public static final ForwardedPolicy FORWARDED = ForwardedPolicy.APPEND;

  /** Weight of a backend that gives none (RT-012). */
  public static final int WEIGHT = 100;

  private Defaults() {}
}
