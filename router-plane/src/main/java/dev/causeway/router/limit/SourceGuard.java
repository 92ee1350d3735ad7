package dev.causeway.router.limit;

import dev.causeway.router.failure.FailureCategory;
import dev.causeway.routing.model.AccessList;
import dev.causeway.routing.model.RateLimits;
import dev.causeway.routing.model.RouteRef;
import dev.causeway.routing.model.RulePolicies;
import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides by its source address whether a connection or request may use a rule: the allowlist
 * first, then the limits (AN-036, AN-039). Any event loop may ask.
 */
public final class SourceGuard {
  private final @Nullable AddressSet allowed;
  private final @Nullable RateLimits limits;
  private final @Nullable SourceTable table;

  private SourceGuard(
      @Nullable AddressSet allowed, @Nullable RateLimits limits, @Nullable SourceTable table) {
    this.allowed = allowed;
    this.limits = limits;
    this.table = table;
  }

  /** Returns the guard that {@code policies} ask for, or null where anybody may do anything. */
  public static @Nullable SourceGuard of(
      RouteRef route, RulePolicies policies, SourceTables tables) {
    AccessList list = policies.accessList();
    RateLimits limits = policies.rateLimits();
    return list == null && limits == null
        ? null
        : new SourceGuard(
            list == null ? null : AddressSet.of(list.networks()),
            limits,
            limits == null ? null : tables.of(route));
  }

  /**
   * Counts and judges a connection or request that begins.
   *
   * @param source its address
   * @param onEnd takes what must run when it is over, refused or not
   * @return why it is refused, or null if it may go on
   */
  public @Nullable FailureCategory refusal(InetAddress source, Consumer<Runnable> onEnd) {
    if (allowed != null && !allowed.contains(source)) {
      return FailureCategory.SOURCE_REFUSED;
    }
    if (limits == null || table == null) {
      return null;
    }
    SourceTable.Lease lease = table.begin(source);
    onEnd.accept(lease::end);
    if (!lease.usage().exceeds(limits, lease.usage().seen())) {
      return null;
    }
    return limits.answered() ? FailureCategory.TOO_MANY_REQUESTS : FailureCategory.RATE_LIMITED;
  }
}
