package dev.causeway.routing.compile;

import dev.causeway.routing.input.EndpointSliceInput;
import dev.causeway.routing.input.EndpointSliceInput.SliceEndpoint;
import dev.causeway.routing.input.ServiceInput;
import dev.causeway.routing.model.AppProtocol;
import dev.causeway.routing.model.Endpoint;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes the endpoints of a Service for one port selection (EP-001 to EP-017). */
final class ServiceEndpoints {
  private static final String IDLED_AT = "idling.alpha.openshift.io/idled-at";

  private final EndpointAddresses addresses;

  ServiceEndpoints(EndpointAddresses addresses) {
    this.addresses = addresses;
  }

  /**
   * Returns the usable endpoints, ordered by id.
   *
   * @param name name of the Service, which need not exist (EP-010)
   * @param service the Service, or null
   * @param slices its slices in order of their names
   * @param port port name or number, or empty for every port
   */
  List<Endpoint> select(
      String name,
      @Nullable ServiceInput service,
      Collection<EndpointSliceInput> slices,
      String port) {
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    boolean anyReady = false;
    for (EndpointSliceInput slice : slices) {
      if (!hasAddresses(slice)) {
        continue;
      }
      for (SliceEndpoint endpoint : slice.endpoints()) {
        if (endpoint.ready()) {
          anyReady |= !endpoint.addresses().isEmpty();
          add(name, slice, endpoint, port, endpoints);
        }
      }
    }
    if (!anyReady && service != null) {
      addPlaceholders(service, port, endpoints);
    }
    return endpoints.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  static boolean hasAddresses(EndpointSliceInput slice) {
    return slice.addressType().equals("IPv4") || slice.addressType().equals("IPv6");
  }

  private void add(
      String name,
      EndpointSliceInput slice,
      SliceEndpoint endpoint,
      String selected,
      Map<String, Endpoint> endpoints) {
    for (String address : endpoint.addresses()) {
      if (addresses.problem(address) != null) {
        continue;
      }
      for (EndpointSliceInput.Port port : slice.ports()) {
        Integer number = port.port();
        if (number == null
            || !usable(number, port.protocol())
            || !selects(selected, port.name(), number)) {
          continue;
        }
        String prefix = endpoint.pod() == null ? "ept:" : "pod:" + endpoint.pod() + ":";
        String id = prefix + name + ":" + port.name() + ":" + address + ":" + number;
        endpoints.putIfAbsent(id, new Endpoint(id, address, number, protocol(port.appProtocol())));
      }
    }
  }

  /** Stands in for an idled Service, so that the first request wakes it up (EP-011). */
  private void addPlaceholders(
      ServiceInput service, String selected, Map<String, Endpoint> endpoints) {
    String address = service.clusterIp();
    if (service.metadata().annotations().getOrDefault(IDLED_AT, "").isEmpty()
        || addresses.problem(address) != null) {
      return;
    }
    for (ServiceInput.Port port : service.ports()) {
      if (usable(port.port(), port.protocol()) && selects(selected, port.name(), port.port())) {
        String id =
            "ept:" + service.key().name() + ":" + port.name() + ":" + address + ":" + port.port();
        endpoints.putIfAbsent(
            id, new Endpoint(id, address, port.port(), protocol(port.appProtocol()), true));
      }
    }
  }

  private static boolean usable(int port, String protocol) {
    return port >= 1 && port <= 65_535 && (protocol.isEmpty() || protocol.equals("TCP"));
  }

  private static boolean selects(String selected, String name, int number) {
    return selected.isEmpty() || selected.equals(name) || selected.equals(Integer.toString(number));
  }

  private static AppProtocol protocol(String appProtocol) {
    return appProtocol.equals("h2c") || appProtocol.equals("kubernetes.io/h2c")
        ? AppProtocol.H2C
        : AppProtocol.HTTP1;
  }
}
