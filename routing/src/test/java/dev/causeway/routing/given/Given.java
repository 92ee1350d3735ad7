package dev.causeway.routing.given;

import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.input.ClientTlsInput;
import dev.causeway.routing.input.ConfigMapInput;
import dev.causeway.routing.input.ConnectionsInput;
import dev.causeway.routing.input.EndpointSliceInput;
import dev.causeway.routing.input.HttpHeadersInput;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.NamespaceInput;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.ServiceInput;
import dev.causeway.routing.input.TlsProfileInput;
import dev.causeway.routing.model.KeyMaterial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the objects around Routes the way manifests would. */
public final class Given {
  private static final ObjectKey SERVICE_CA =
      new ObjectKey(InputKind.CONFIG_MAP, "openshift-ingress", "service-ca-bundle");

  public static final CompileOptions OPTIONS = options(SERVICE_CA);

  private static final Origin ORIGIN = new Origin("objects.yaml", 1);

  private Given() {}

  /** Returns options with {@code serviceCa} as the ConfigMap of authorities of Services. */
  public static CompileOptions options(@Nullable ObjectKey serviceCa) {
    return new CompileOptions(
        "default",
        "apps.test",
        "openshift-ingress",
        false,
        true,
        Set.of("greet", "stamp"),
        "",
        "openshift-config",
        serviceCa);
  }

  /** Returns the ConfigMap with authorities of Services, holding {@code pem}. */
  public static InputChange serviceCa(String pem) {
    return new InputChange.Put(
        new ConfigMapInput(
            SERVICE_CA, Metadata.EMPTY, ORIGIN, Map.of(ConfigMapInput.SERVICE_CA, pem)));
  }

  public static InputChange remove(InputKind kind, String namespace, String name) {
    return new InputChange.Remove(new ObjectKey(kind, namespace, name));
  }

  public static IngressControllerInput controller(
      LabelSelector routes,
      LabelSelector namespaces,
      String ownership,
      String wildcards,
      String defaultCertificate) {
    return new IngressControllerInput(
        new ObjectKey(InputKind.INGRESS_CONTROLLER, "openshift-ingress-operator", "default"),
        Metadata.EMPTY,
        ORIGIN,
        "",
        routes,
        namespaces,
        ownership,
        wildcards,
        defaultCertificate,
        TlsProfileInput.NONE,
        ClientTlsInput.NONE,
        HttpHeadersInput.NONE,
        Map.of(),
        "",
        ConnectionsInput.NONE,
        null);
  }

  public static InputChange admission(String ownership, String wildcards) {
    return new InputChange.Put(
        controller(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING, ownership, wildcards, ""));
  }

  public static InputChange namespace(String name, Map<String, String> labels) {
    return new InputChange.Put(
        new NamespaceInput(
            new ObjectKey(InputKind.NAMESPACE, "", name),
            new Metadata("", null, 0, labels, Map.of()),
            ORIGIN));
  }

  public static InputChange secret(
      String namespace, String name, String type, Map<String, String> data) {
    Map<String, KeyMaterial> decoded = new HashMap<>();
    data.forEach((key, value) -> decoded.put(key, KeyMaterial.ofText(value)));
    return new InputChange.Put(
        new SecretInput(
            new ObjectKey(InputKind.SECRET, namespace, name),
            Metadata.EMPTY,
            ORIGIN,
            type,
            decoded));
  }

  public static InputChange tlsSecret(
      String namespace, String name, String certificate, String key) {
    return secret(
        namespace, name, "kubernetes.io/tls", Map.of("tls.crt", certificate, "tls.key", key));
  }

  public static InputChange service(
      String namespace,
      String name,
      String clusterIp,
      Map<String, String> annotations,
      ServiceInput.Port... ports) {
    return new InputChange.Put(
        new ServiceInput(
            new ObjectKey(InputKind.SERVICE, namespace, name),
            new Metadata("", null, 0, Map.of(), annotations),
            ORIGIN,
            "ClusterIP",
            clusterIp,
            List.of(ports)));
  }

  public static EndpointSliceInput slice(
      String namespace,
      String name,
      String service,
      String addressType,
      List<EndpointSliceInput.SliceEndpoint> endpoints,
      List<EndpointSliceInput.Port> ports) {
    return new EndpointSliceInput(
        new ObjectKey(InputKind.ENDPOINT_SLICE, namespace, name),
        Metadata.EMPTY,
        ORIGIN,
        service,
        addressType,
        endpoints,
        ports);
  }

  /** An IPv4 slice with ready pods named after their position and one port {@code http} 8080. */
  public static InputChange pods(String namespace, String service, String... addresses) {
    List<EndpointSliceInput.SliceEndpoint> endpoints = new ArrayList<>();
    for (String address : addresses) {
      endpoints.add(
          new EndpointSliceInput.SliceEndpoint(List.of(address), true, "pod-" + endpoints.size()));
    }
    return new InputChange.Put(
        slice(namespace, service + "-1", service, "IPv4", endpoints, List.of(http(8080))));
  }

  public static EndpointSliceInput.Port http(int number) {
    return new EndpointSliceInput.Port("http", "TCP", number, "");
  }
}
