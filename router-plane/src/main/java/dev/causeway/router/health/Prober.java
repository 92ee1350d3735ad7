package dev.causeway.router.health;

import dev.causeway.router.upstream.EndpointTls;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tries whether an endpoint can be reached. */
public interface Prober {
  /**
   * Connects, does the TLS handshake where there is TLS, and closes (RO-069).
   *
   * @param address where to
   * @param tls TLS towards the endpoint, or null for clear text
   * @param result told once, on the thread of the checks, within 5 s (RO-011)
   */
  void probe(InetSocketAddress address, @Nullable EndpointTls tls, Consumer<Boolean> result);
}
