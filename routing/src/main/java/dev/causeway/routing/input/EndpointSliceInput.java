package dev.causeway.routing.input;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An EndpointSlice ({@code discovery.k8s.io/v1}).
 *
 * @param key identity
 * @param metadata metadata
 * @param origin where it was read from
 * @param service value of the label {@code kubernetes.io/service-name}, empty where absent
 * @param addressType {@code IPv4}, {@code IPv6} or {@code FQDN}
 * @param endpoints endpoints in the order of the slice
 * @param ports ports in the order of the slice
 */
public record EndpointSliceInput(
    ObjectKey key,
    Metadata metadata,
    Origin origin,
    String service,
    String addressType,
    List<SliceEndpoint> endpoints,
    List<Port> ports)
    implements Input {
  /** Copies the lists. */
  public EndpointSliceInput {
    endpoints = List.copyOf(endpoints);
    ports = List.copyOf(ports);
  }

  /**
   * An endpoint of a slice.
   *
   * @param addresses addresses; all stand for the same endpoint
   * @param ready condition {@code ready}; absent counts as true (EP-003)
   * @param pod name of the target Pod, or null where the target is none
   */
  public record SliceEndpoint(List<String> addresses, boolean ready, @Nullable String pod) {
    /** Copies the list. */
    public SliceEndpoint {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * A port of a slice.
   *
   * @param name name, empty where absent
   * @param protocol protocol, {@code TCP} where absent
   * @param port container-side port, or null for "all ports"
   * @param appProtocol application protocol, empty where absent
   */
  public record Port(String name, String protocol, @Nullable Integer port, String appProtocol) {}
}
