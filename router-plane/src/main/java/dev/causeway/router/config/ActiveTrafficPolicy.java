package dev.causeway.router.config;

import dev.causeway.router.access.AccessLog;
import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.HeadTerms;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.router.transport.TrafficPolicy;
import dev.causeway.routing.model.ClientConnections;
import dev.causeway.routing.model.ClosedClients;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Lets the listeners decide by the active configuration.
 *
 * @param holder where the active configuration is found
 * @param own what this router alone wants of the shard's connections
 */
public record ActiveTrafficPolicy(ConfigHolder holder, UnaryOperator<ClientConnections> own)
    implements TrafficPolicy {
  /** Lets the active configuration alone decide. */
  public ActiveTrafficPolicy(ConfigHolder holder) {
    this(holder, UnaryOperator.identity());
  }

  @Override
  public ClientTimeouts timeouts() {
    return holder.current().clientTimeouts();
  }

  @Override
  public HeadTerms heads() {
    return holder.current().headTerms();
  }

  @Override
  public int maxConnections() {
    return holder.current().settings().tuning().maxConnections();
  }

  @Override
  public ClientConnections connections() {
    return own.apply(holder.current().settings().connections());
  }

  @Override
  public boolean finishesWithoutClient() {
    return holder.current().settings().balancing().closedClients() == ClosedClients.CONTINUE;
  }

  @Override
  public Duration inspectDelay() {
    return holder.current().inspectDelay();
  }

  @Override
  public @Nullable AccessLog accessLog() {
    return holder.current().accessLog();
  }

  @Override
  public TlsTreatment sni(@Nullable String serverName) {
    return holder.current().sni(serverName);
  }
}
