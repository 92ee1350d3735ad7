package dev.causeway.benchmarks.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The Routes and Services of a cluster, a hundred Routes to a namespace. */
final class Estate {
  private static final int ROUTES_PER_NAMESPACE = 100;
  private static final int ENDPOINTS = 3;

  private final Place place;
  private final int routes;
  private final int namespaces;
  private final int servicesPerNamespace;

  /** Route that has another path than at first, or -1. */
  private int changedRoute = -1;

  /** Service whose first endpoint is another one than at first, or -1. */
  private int changedService = -1;

  Estate(Place place, int routes, int services) {
    this.place = place;
    this.routes = routes;
    this.namespaces = (routes + ROUTES_PER_NAMESPACE - 1) / ROUTES_PER_NAMESPACE;
    this.servicesPerNamespace = Math.max(1, services / namespaces);
  }

  /** Returns the number of Services there really are. */
  int services() {
    return namespaces * servicesPerNamespace;
  }

  /** Puts every object in its place. */
  void write() throws IOException, InterruptedException {
    place.prepare(IntStream.range(0, namespaces).mapToObj(Estate::name).toList());
    for (int namespace = 0; namespace < namespaces; namespace++) {
      place.fill(name(namespace), documents(namespace));
    }
  }

  /** Gives the first Route another path, or the one it had at first. */
  void changeRoute(boolean other) throws IOException {
    changedRoute = other ? 0 : -1;
    place.change(name(0), documents(0), route(0, 0));
  }

  /** Gives the first Service another endpoint, or the one it had at first. */
  void changeEndpoint(boolean other) throws IOException {
    changedService = other ? 0 : -1;
    place.change(name(0), documents(0), slice(0, 0));
  }

  private static String name(int namespace) {
    return "scale-" + namespace;
  }

  private List<String> documents(int namespace) {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < servicesPerNamespace; i++) {
      documents.add(service(namespace, namespace * servicesPerNamespace + i));
      documents.add(slice(namespace, namespace * servicesPerNamespace + i));
    }
    int end = Math.min(routes, (namespace + 1) * ROUTES_PER_NAMESPACE);
    for (int route = namespace * ROUTES_PER_NAMESPACE; route < end; route++) {
      documents.add(route(namespace, route));
    }
    return documents;
  }

  private static String service(int namespace, int service) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: s%d, namespace: %s}
        spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
        """
        .formatted(service, name(namespace));
  }

  private String slice(int namespace, int service) {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: s%1$d-1, namespace: %2$s, labels: {kubernetes.io/service-name: s%1$d}}
            addressType: IPv4
            ports: [{name: http, port: 8080, protocol: TCP}]
            endpoints:
            """
                .formatted(service, name(namespace)));
    for (int i = 0; i < ENDPOINTS; i++) {
      int fourth = i == 0 && service == changedService ? 250 : i + 1;
      text.append(
          "- {addresses: [10.%d.%d.%d], targetRef: {kind: Pod, name: p%d-%d}}%n"
              .formatted(service / 250, service % 250, fourth, service, fourth));
    }
    return text.toString();
  }

  private String route(int namespace, int route) {
    int service = namespace * servicesPerNamespace + route % servicesPerNamespace;
    return """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: r%1$d, namespace: %2$s, creationTimestamp: "2026-01-01T00:00:00Z"}
        spec: {host: r%1$d.%2$s.apps.localhost, path: %3$s, to: {kind: Service, name: s%4$d, weight: 100}, tls: {termination: edge}}
        """
        .formatted(route, name(namespace), route == changedRoute ? "/changed" : "/", service);
  }
}
