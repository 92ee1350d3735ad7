package dev.causeway.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The Routes and Services of a cluster, a hundred Routes to a namespace and a file to each
 * namespace.
 */
final class Estate {
  private static final int ROUTES_PER_NAMESPACE = 100;
  private static final int ENDPOINTS = 3;

  private final Path folder;
  private final int routes;
  private final int namespaces;
  private final int servicesPerNamespace;

  /** Route that has another path than at first, or -1. */
  private int changedRoute = -1;

  /** Service whose first endpoint is another one than at first, or -1. */
  private int changedService = -1;

  Estate(Path folder, int routes, int services) {
    this.folder = folder;
    this.routes = routes;
    this.namespaces = (routes + ROUTES_PER_NAMESPACE - 1) / ROUTES_PER_NAMESPACE;
    this.servicesPerNamespace = Math.max(1, services / namespaces);
  }

  /** Returns the number of Services there really are. */
  int services() {
    return namespaces * servicesPerNamespace;
  }

  /** Writes every file. */
  void write() throws IOException {
    Files.createDirectories(folder);
    for (int namespace = 0; namespace < namespaces; namespace++) {
      write(namespace);
    }
  }

  /** Gives the first Route another path, or the one it had at first. */
  void changeRoute(boolean other) throws IOException {
    changedRoute = other ? 0 : -1;
    write(0);
  }

  /** Gives the first Service another endpoint, or the one it had at first. */
  void changeEndpoint(boolean other) throws IOException {
    changedService = other ? 0 : -1;
    write(0);
  }

  private void write(int namespace) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < servicesPerNamespace; i++) {
      service(text, namespace, namespace * servicesPerNamespace + i);
    }
    int end = Math.min(routes, (namespace + 1) * ROUTES_PER_NAMESPACE);
    for (int route = namespace * ROUTES_PER_NAMESPACE; route < end; route++) {
      route(text, namespace, route);
    }
    // In one step, so that nobody reads half a file.
    Path file = folder.resolve("n" + namespace + ".yaml");
    Path draft = Files.writeString(folder.resolve(".n" + namespace + ".draft"), text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void service(StringBuilder text, int namespace, int service) {
    text.append(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: s%1$d, namespace: n%2$d}
        spec: {clusterIP: 172.30.%3$d.%4$d, ports: [{name: http, port: 80, targetPort: 8080}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: s%1$d-1, namespace: n%2$d, labels: {kubernetes.io/service-name: s%1$d}}
        addressType: IPv4
        ports: [{name: http, port: 8080, protocol: TCP}]
        endpoints:
        """
            .formatted(service, namespace, service / 250, service % 250 + 1));
    for (int i = 0; i < ENDPOINTS; i++) {
      int fourth = i == 0 && service == changedService ? 250 : i + 1;
      text.append(
          "- {addresses: [10.%d.%d.%d], targetRef: {kind: Pod, name: p%d-%d}}%n"
              .formatted(service / 250, service % 250, fourth, service, fourth));
    }
    text.append("---\n");
  }

  private void route(StringBuilder text, int namespace, int route) {
    int service = namespace * servicesPerNamespace + route % servicesPerNamespace;
    text.append(
        """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: r%1$d, namespace: n%2$d, creationTimestamp: "2026-01-01T00:00:00Z"}
        spec: {host: r%1$d.n%2$d.apps.localhost, path: %3$s, to: {kind: Service, name: s%4$d, weight: 100}, tls: {termination: edge}}
        ---
        """
            .formatted(route, namespace, route == changedRoute ? "/changed" : "/", service));
  }
}
