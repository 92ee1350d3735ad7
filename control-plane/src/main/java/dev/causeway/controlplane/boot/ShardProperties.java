package dev.causeway.controlplane.boot;

import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.input.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is compiled and how, keys {@code causeway.*}.
 *
 * @param shards shards that exist without an IngressController
 * @param domain ingress domain of shards whose IngressController names none
 * @param operandNamespace namespace of default certificate Secrets
 * @param http2 whether {@code h2} is offered to clients
 * @param replica name of this control plane in labels
 * @param endpoints what endpoint addresses may be
 * @param filters what {@code causeway.dev/filters} may name
 * @param ticketKeys keys of TLS session tickets
 * @param clientAuthorityNamespace namespace of the ConfigMaps that {@code spec.clientTLS.clientCA}
 *     and {@code spec.httpErrorCodePages} of IngressControllers name
 * @param serviceCa authorities of Services
 */
@ConfigurationProperties("causeway")
public record ShardProperties(
    @DefaultValue("default") List<String> shards,
    @DefaultValue("") String domain,
    @DefaultValue("openshift-ingress") String operandNamespace,
    @DefaultValue("true") boolean http2,
    @DefaultValue("control-plane") String replica,
    @DefaultValue Endpoints endpoints,
    @DefaultValue Filters filters,
    @DefaultValue TicketKeys ticketKeys,
    @DefaultValue("openshift-config") String clientAuthorityNamespace,
    @DefaultValue ServiceCa serviceCa) {
  /** Checks the names of the shards. */
  public ShardProperties {
    shards = List.copyOf(shards);
    for (String shard : shards) {
      if (!shard.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")) {
        throw new StartupException("causeway.shards names \"" + shard + "\", which is no DNS name");
      }
    }
  }

  /**
   * Endpoint addresses.
   *
   * @param allowLoopback whether loopback addresses are kept, which only a demo needs (EP-007)
   */
  public record Endpoints(@DefaultValue("false") boolean allowLoopback) {}

  /**
   * Gateway filters.
   *
   * @param allowed names that Routes may use
   */
  public record Filters(@DefaultValue Set<String> allowed) {
    /** Copies the set. */
    public Filters {
      allowed = Set.copyOf(allowed);
    }
  }

  /**
   * Keys of TLS session tickets.
   *
   * @param secret name of a Secret in the operand namespace whose {@code data.key} holds at least
   *     32 random bytes, from which the keys are derived, the same by every control plane; empty
   *     leaves each router to keys of its own
   * @param rotation how often new tickets get another key, at least one minute; a ticket is
   *     accepted until the second change
   */
  public record TicketKeys(
      @DefaultValue("causeway-ticket-keys") String secret, @DefaultValue("12h") Duration rotation) {
    /** Checks the bounds. */
    public TicketKeys {
      if (rotation.compareTo(Duration.ofMinutes(1)) < 0) {
        throw new StartupException(
            "causeway.ticket-keys.rotation is " + rotation + "; it must be at least 1m");
      }
    }
  }

  /**
   * Authorities that sign certificates of Services, TLS-034.
   *
   * @param configMap namespace and name, with a slash between, of the ConfigMap whose {@code
   *     service-ca.crt} backends of reencrypt Routes without {@code destinationCACertificate} are
   *     verified against, for the name {@code <service>.<namespace>.svc}; empty for none
   */
  public record ServiceCa(@DefaultValue("openshift-ingress/service-ca-bundle") String configMap) {
    /** Checks the name. */
    public ServiceCa {
      try {
        CompileOptions.serviceCa(configMap);
      } catch (IllegalArgumentException e) {
        throw new StartupException("causeway.service-ca.config-map: " + e.getMessage());
      }
    }

    /** Returns the key of the ConfigMap, or null for none. */
    @Nullable ObjectKey key() {
      return CompileOptions.serviceCa(configMap);
    }
  }

  /** Returns the options of a shard. */
  CompileOptions options(String shard) {
    return new CompileOptions(
        shard,
        domain,
        operandNamespace,
        endpoints.allowLoopback(),
        http2,
        filters.allowed(),
        ticketKeys.secret(),
        clientAuthorityNamespace,
        serviceCa.key());
  }
}
