package dev.causeway.manifests;

import static dev.causeway.manifests.MetadataMapping.text;

import dev.causeway.routing.input.EndpointSliceInput;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.ServiceInput;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Services and EndpointSlices as the compiler reads them. */
public final class ServiceMapping {
  private static final String SERVICE_LABEL = "kubernetes.io/service-name";

  private ServiceMapping() {}

  /** Maps {@code service}. */
  public static ServiceInput map(Service service, Origin origin) {
    ServiceSpec spec = Objects.requireNonNullElseGet(service.getSpec(), ServiceSpec::new);
    List<ServiceInput.Port> ports = new ArrayList<>();
    int index = 0;
    for (ServicePort port : nonNull(spec.getPorts())) {
      Integer number = port.getPort();
      if (number == null) {
        throw new FieldException("spec.ports[" + index + "].port", "is required");
      }
      ports.add(
          new ServiceInput.Port(
              text(port.getName()),
              protocol(port.getProtocol()),
              number,
              text(port.getAppProtocol())));
      index++;
    }
    String type = text(spec.getType());
    return new ServiceInput(
        MetadataMapping.key(InputKind.SERVICE, service.getMetadata(), "default"),
        MetadataMapping.metadata(service.getMetadata()),
        origin,
        type.isEmpty() ? "ClusterIP" : type,
        text(spec.getClusterIP()),
        ports);
  }

  /** Maps {@code slice}. */
  public static EndpointSliceInput map(EndpointSlice slice, Origin origin) {
    List<EndpointSliceInput.SliceEndpoint> endpoints = new ArrayList<>();
    for (Endpoint endpoint : nonNull(slice.getEndpoints())) {
      endpoints.add(
          new EndpointSliceInput.SliceEndpoint(
              nonNull(endpoint.getAddresses()), ready(endpoint), pod(endpoint)));
    }
    List<EndpointSliceInput.Port> ports = new ArrayList<>();
    for (EndpointPort port : nonNull(slice.getPorts())) {
      ports.add(
          new EndpointSliceInput.Port(
              text(port.getName()),
              protocol(port.getProtocol()),
              port.getPort(),
              text(port.getAppProtocol())));
    }
    Metadata metadata = MetadataMapping.metadata(slice.getMetadata());
    String addressType = text(slice.getAddressType());
    return new EndpointSliceInput(
        MetadataMapping.key(InputKind.ENDPOINT_SLICE, slice.getMetadata(), "default"),
        metadata,
        origin,
        metadata.labels().getOrDefault(SERVICE_LABEL, ""),
        addressType.isEmpty() ? "IPv4" : addressType,
        endpoints,
        ports);
  }

  /** An absent condition counts as ready (EP-003). */
  private static boolean ready(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }

  private static @Nullable String pod(Endpoint endpoint) {
    return endpoint.getTargetRef() == null || !"Pod".equals(endpoint.getTargetRef().getKind())
        ? null
        : endpoint.getTargetRef().getName();
  }

  private static String protocol(@Nullable String protocol) {
    String given = text(protocol);
    return given.isEmpty() ? "TCP" : given;
  }

  private static <T> List<T> nonNull(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
