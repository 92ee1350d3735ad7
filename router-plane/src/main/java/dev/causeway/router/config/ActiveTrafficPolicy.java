package dev.causeway.router.config;

import dev.causeway.router.http.ClientTimeouts;
import dev.causeway.router.http.HeadTerms;
import dev.causeway.router.transport.TlsTreatment;
import dev.causeway.router.transport.TrafficPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets the listeners decide by the active configuration.
 *
 * @param holder where the active configuration is found
 */
public record ActiveTrafficPolicy(ConfigHolder holder) implements TrafficPolicy {
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
  public Duration inspectDelay() {
    return holder.current().inspectDelay();
  }

  @Override
  public TlsTreatment sni(@Nullable String serverName) {
    return holder.current().sni(serverName);
  }
}
