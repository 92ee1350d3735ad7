package dev.causeway.demo.check;

import dev.causeway.demo.check.HttpClient.Manner;
import dev.causeway.demo.client.Wire;
import dev.causeway.demo.material.ExampleFolder;
import dev.causeway.demo.system.Origins;
import java.util.ArrayList;
import java.util.List;

/** Routes of every kind, with what changes about them every second. Used by one thread. */
final class Site implements AutoCloseable {
  private static final int ENDPOINTS = 3;
  private static final int SLOW_MILLIS = 1_500;
  private static final String DOMAIN = ".apps.localhost";

  private final ExampleFolder folder;
  private final List<Fleet> fleets = new ArrayList<>();
  private int edit;

  /** What the Routes look like, with the Service they lead to. */
  enum Place {
    PLAIN("soak-http", ""),
    FILTERED("soak-http", "edge"),
    EDGE("soak-http", "edge"),
    REENCRYPT("soak-https", "reencrypt"),
    PASSTHROUGH("soak-https", "passthrough"),
    GRPC_EDGE("soak-grpc", "edge"),
    GRPC_REENCRYPT("soak-grpcs", "reencrypt"),
    GRPC_PASSTHROUGH("soak-grpcs", "passthrough");

    private final String service;
    private final String termination;

    Place(String service, String termination) {
      this.service = service;
      this.termination = termination;
    }

    String route() {
      return "soak-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    String host() {
      return route() + DOMAIN;
    }

    /** Whether the router shows a certificate of the Route. */
    boolean ownsCertificate() {
      return termination.equals("edge") || termination.equals("reencrypt");
    }

    boolean isRelayed() {
      return termination.equals("passthrough");
    }
  }

  Site(ExampleFolder folder, Origins origins) {
    this.folder = folder;
    for (String other : new String[] {"", "-other"}) {
      fleets.add(new Fleet("soak-http" + other, Origins.Kind.HTTP, origins, ENDPOINTS));
      fleets.add(new Fleet("soak-https" + other, Origins.Kind.HTTPS, origins, ENDPOINTS));
      fleets.add(new Fleet("soak-grpc" + other, Origins.Kind.GRPC, origins, ENDPOINTS));
      fleets.add(new Fleet("soak-grpcs" + other, Origins.Kind.GRPCS, origins, ENDPOINTS));
    }
    writeEndpoints();
    writeRoutes();
  }

  List<Fleet> fleets() {
    return List.copyOf(fleets);
  }

  /** Lets the endpoints of every Service turn. */
  void turnEndpoints() {
    fleets.forEach(Fleet::turn);
    writeEndpoints();
  }

  /** Edits every Route: other Services, weights or annotations. */
  void editRoutes() {
    edit++;
    writeRoutes();
  }

  /** Issues another certificate for every Route that has one; it is not served yet. */
  void issueCertificates() {
    for (Place place : Place.values()) {
      if (place.ownsCertificate()) {
        folder.reissue(place.host());
        folder.certificate(place.host());
      }
    }
  }

  /** Gives the Routes what was issued. */
  void rotateCertificates() {
    writeRoutes();
  }

  private void writeEndpoints() {
    folder.write(
        "soak/endpoints.yaml", String.join("---\n", fleets.stream().map(Fleet::manifest).toList()));
  }

  private void writeRoutes() {
    StringBuilder routes = new StringBuilder();
    for (Place place : Place.values()) {
      routes.append("---\n").append(route(place));
    }
    folder.write("soak/routes.yaml", routes.toString());
  }

  private String route(Place place) {
    return """
    apiVersion: route.openshift.io/v1
    kind: Route
    metadata:
      name: %s
      namespace: demo
      creationTimestamp: "2026-01-01T00:00:00Z"
      annotations:
        haproxy.router.openshift.io/timeout: %ds
    %sspec:
      host: %s
    %s  wildcardPolicy: None
    %s"""
        .formatted(
            place.route(),
            300 + edit % 7,
            place == Place.FILTERED ? "    causeway.dev/filters: demo-header\n" : "",
            place.host(),
            backends(place.service),
            tls(place));
  }

  private String backends(String service) {
    String other = service + "-other";
    return switch (edit % 4) {
      case 0 -> backend("to", service, 100);
      case 1 -> backend("to", other, 100);
      case 2 -> backend("to", service, 1) + "  alternateBackends:\n" + alternate(other, 2);
      default -> backend("to", other, 0) + "  alternateBackends:\n" + alternate(service, 1);
    };
  }

  private static String backend(String field, String service, int weight) {
    return "  %s: {kind: Service, name: %s, weight: %d}\n".formatted(field, service, weight);
  }

  private static String alternate(String service, int weight) {
    return "  - {kind: Service, name: %s, weight: %d}\n".formatted(service, weight);
  }

  private String tls(Place place) {
    if (place.termination.isEmpty()) {
      return "";
    }
    StringBuilder tls = new StringBuilder("  tls:\n    termination: " + place.termination + "\n");
    if (place.ownsCertificate()) {
      tls.append("    insecureEdgeTerminationPolicy: Allow\n")
          .append("    certificate: ${demo.certificate:" + place.host() + "}\n")
          .append("    key: ${demo.key:" + place.host() + "}\n");
    }
    if (place.termination.equals("reencrypt")) {
      tls.append("    destinationCACertificate: ${demo.ca}\n");
    }
    return tls.toString();
  }

  /** Returns the clients that visit it. */
  static List<Kind> clients() {
    return List.of(
        Kind.http("plain", Manner.of(Wire.HTTP1), Place.PLAIN.host(), Place.EDGE.host()),
        Kind.http("slow answers", new Manner(Wire.HTTP1, true, false, SLOW_MILLIS), plain()),
        Kind.http("with a filter", Manner.of(Wire.HTTPS1), Place.FILTERED.host()),
        Kind.http("edge", Manner.of(Wire.HTTP2), Place.EDGE.host()),
        Kind.http("edge, new connections", fresh(Wire.HTTP2, false), Place.EDGE.host()),
        Kind.http("reencrypt", Manner.of(Wire.HTTPS1), Place.REENCRYPT.host()),
        Kind.http("reencrypt, new connections", fresh(Wire.HTTPS1, false), Place.REENCRYPT.host()),
        Kind.http("passthrough", new Manner(Wire.HTTPS1, true, true, 0), Place.PASSTHROUGH.host()),
        Kind.http(
            "passthrough, new connections", fresh(Wire.HTTPS1, true), Place.PASSTHROUGH.host()),
        Kind.webSocket(Wire.HTTP1, plain()),
        Kind.webSocket(Wire.HTTP2, Place.EDGE.host()),
        Kind.grpc("edge", false, Place.GRPC_EDGE.host()),
        Kind.grpc("reencrypt", false, Place.GRPC_REENCRYPT.host()),
        Kind.grpc("passthrough", true, Place.GRPC_PASSTHROUGH.host()));
  }

  private static String plain() {
    return Place.PLAIN.host();
  }

  private static Manner fresh(Wire wire, boolean relayed) {
    return new Manner(wire, false, relayed, 0);
  }

  @Override
  public void close() {
    fleets.forEach(Fleet::close);
  }
}
