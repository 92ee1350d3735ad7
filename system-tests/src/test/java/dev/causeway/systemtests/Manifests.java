package dev.causeway.systemtests;

/** Manifests as text. */
final class Manifests {
  private Manifests() {}

  /** A Service of a namespace with one endpoint on loopback. */
  static String service(String namespace, String name, int port) {
    return """
        apiVersion: v1
        kind: Service
        metadata:
          name: %2$s
          namespace: %1$s
        spec:
          ports:
            - name: http
              port: 80
              targetPort: 8080
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata:
          name: %2$s-1
          namespace: %1$s
          labels:
            kubernetes.io/service-name: %2$s
        addressType: IPv4
        ports:
          - name: http
            port: %3$d
            protocol: TCP
        endpoints:
          - addresses: [127.0.0.1]
        """
        .formatted(namespace, name, port);
  }

  /** A Route without TLS; the year tells which of several is older. */
  static String route(String namespace, String name, int year, String host, String service) {
    return """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata:
          name: %2$s
          namespace: %1$s
          creationTimestamp: "%3$d-01-01T00:00:00Z"
        spec:
          host: %4$s
          to:
            kind: Service
            name: %5$s
            weight: 100
          wildcardPolicy: None
        """
        .formatted(namespace, name, year, host, service);
  }

  /** A Route with edge termination and a certificate of its own. */
  static String edge(
      String namespace, String name, String host, String service, String certificate, String key) {
    return route(namespace, name, 2026, host, service)
        + "  tls:\n    termination: edge\n    certificate: |\n"
        + certificate.strip().indent(6)
        + "    key: |\n"
        + key.strip().indent(6);
  }
}
