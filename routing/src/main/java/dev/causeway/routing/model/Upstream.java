package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * One port selection of one Service together with how to talk to it.
 *
 * @param shard shard the upstream belongs to
 * @param name {@code namespace/service:port}, with {@code *} for "every port", followed by {@code
 *     ~} and a short content hash of the TLS settings where there are any
 * @param namespace namespace of the Service
 * @param service name of the Service
 * @param port port name or number the Route asked for, or empty for every port (EP-014, EP-016)
 * @param tls TLS towards the endpoints, or null for clear text
 */
public record Upstream(
    String shard,
    String name,
    String namespace,
    String service,
    String port,
    @Nullable UpstreamTls tls)
    implements Resource {
  @Override
  public ResourceKind kind() {
    return ResourceKind.UPSTREAM;
  }
}
