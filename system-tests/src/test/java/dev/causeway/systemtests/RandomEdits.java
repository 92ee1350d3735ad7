package dev.causeway.systemtests;

import io.netty.pkitesting.X509Bundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A folder of manifests that changes at random, the same way for the same seed. */
final class RandomEdits {
  /** What a broken file ends with. */
  private static final String UNPARSABLE = "---\nkind: Route\nmetadata: [unclosed\n";

  private static final int FILES = 40;
  private static final int NAMES = 10;
  private static final List<String> NAMESPACES = List.of("shop", "pay");
  private static final List<String> HOSTS =
      List.of("host: a.test, ", "host: b.test, ", "host: c.apps.test, ", "subdomain: s, ", "");
  private static final List<String> PATHS = List.of("", "/", "/a", "/a/", "/a/b");
  private static final List<String> TERMINATIONS =
      List.of(
          "",
          "tls: {termination: edge}, ",
          "tls: {termination: edge, insecureEdgeTerminationPolicy: Redirect}, ",
          "tls: {termination: edge, externalCertificate: {name: n%d}}, ",
          "tls: {termination: passthrough}, ",
          "tls: {termination: reencrypt, insecureEdgeTerminationPolicy: Allow}, ",
          "tls: {termination: nonsense}, ");

  private final Random random;
  private final List<X509Bundle> certificates;
  private final Map<String, String> files = new TreeMap<>();

  /**
   * Starts with an empty folder.
   *
   * @param certificates certificates that Secrets may hold
   */
  RandomEdits(long seed, List<X509Bundle> certificates) {
    this.random = new Random(seed);
    this.certificates = certificates;
  }

  /** Whether some document of a file cannot be read. */
  static boolean isBroken(String text) {
    return text.endsWith(UNPARSABLE);
  }

  /** Changes one to three files; returns their new content, empty for those that are gone. */
  Map<String, String> next() {
    Map<String, String> edit = new TreeMap<>();
    switch (random.nextInt(10)) {
      case 0 -> edit.put(file(), "");
      case 1, 2 -> {
        String from = file();
        edit.put(file(), files.getOrDefault(from, manifest()));
        edit.put(from, "");
      }
      case 3 -> edit.put(file(), manifest() + UNPARSABLE);
      case 4 -> {
        for (int i = 0; i < 3; i++) {
          edit.put(file(), manifest());
        }
      }
      default -> edit.put(file(), manifest());
    }
    files.putAll(edit);
    files.values().removeIf(String::isEmpty);
    return edit;
  }

  /** Repairs every broken file; returns their new content. */
  Map<String, String> repairAll() {
    files.replaceAll((_, text) -> isBroken(text) ? manifest() : text);
    return Map.copyOf(files);
  }

  private String file() {
    return "f" + random.nextInt(FILES) + ".yaml";
  }

  private int number() {
    return random.nextInt(NAMES);
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** A file of one to three documents. */
  String manifest() {
    List<String> documents = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      documents.add(document());
    }
    return String.join("---\n", documents);
  }

  private String document() {
    return switch (random.nextInt(12)) {
      case 0 -> service();
      case 1, 2, 3 -> slice();
      case 4 -> secret();
      case 5 -> controller();
      case 6 -> namespace();
      default -> route();
    };
  }

  private String service() {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: n%d, namespace: %s}
        spec: {ports: [{name: web, port: 80}, {name: admin, port: %d}]}
        """
        .formatted(number(), pick(NAMESPACES), 8000 + random.nextInt(3));
  }

  private String slice() {
    int service = number();
    return """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: n%d-%d, namespace: %s, labels: {kubernetes.io/service-name: n%d}}
        addressType: IPv4
        endpoints:
          - {addresses: [10.0.0.%d], conditions: {ready: %b}}
          - {addresses: [10.0.1.%d], conditions: {ready: true}}
        ports: [{name: web, port: 8080, protocol: TCP}]
        """
        .formatted(
            service,
            random.nextInt(2),
            pick(NAMESPACES),
            service,
            1 + random.nextInt(200),
            random.nextInt(4) > 0,
            1 + random.nextInt(200));
  }

  private String secret() {
    X509Bundle bundle = pick(certificates);
    return """
        apiVersion: v1
        kind: Secret
        metadata: {name: n%d, namespace: %s}
        type: kubernetes.io/tls
        stringData:
          tls.crt: |
        %s  tls.key: |
        %s"""
        .formatted(
            random.nextInt(4),
            random.nextBoolean() ? "openshift-ingress" : pick(NAMESPACES),
            (random.nextInt(5) == 0 ? "no certificate" : bundle.getCertificatePathPEM())
                .strip()
                .indent(4),
            bundle.getPrivateKeyPEM().strip().indent(4));
  }

  private String controller() {
    return """
        apiVersion: operator.openshift.io/v1
        kind: IngressController
        metadata: {name: %s, namespace: openshift-ingress-operator}
        spec:
          domain: %s
          defaultCertificate: {name: n%d}
          %s: {matchLabels: {part: "%d"}}
          routeAdmission: {namespaceOwnership: %s, wildcardPolicy: %s}
        """
        .formatted(
            pick(List.of("default", "internal", "public")),
            pick(List.of("in.test", "apps.test")),
            random.nextInt(4),
            pick(List.of("routeSelector", "namespaceSelector", "unknown")),
            random.nextInt(2),
            pick(List.of("Strict", "InterNamespaceAllowed")),
            pick(List.of("WildcardsAllowed", "WildcardsDisallowed")));
  }

  private String namespace() {
    return """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s, labels: {part: "%d"}}
        """
        .formatted(pick(NAMESPACES), random.nextInt(2));
  }

  private String route() {
    // A Route without a time of creation counts as younger than all others.
    String created =
        random.nextInt(5) == 0
            ? ""
            : "creationTimestamp: \"2024-01-%02dT00:00:00Z\", ".formatted(1 + random.nextInt(28));
    return """
        apiVersion: route.openshift.io/v1
        kind: Route
        metadata: {name: n%d, namespace: %s, uid: "%d", %slabels: {part: "%d"}}
        spec: {%s%spath: "%s", wildcardPolicy: %s, to: {kind: Service, name: n%d, weight: %d}}
        """
        .formatted(
            number(),
            pick(NAMESPACES),
            random.nextInt(100),
            created,
            random.nextInt(2),
            pick(TERMINATIONS).replace("%d", String.valueOf(random.nextInt(4))),
            pick(HOSTS),
            pick(PATHS),
            random.nextInt(5) == 0 ? "Subdomain" : "None",
            number(),
            random.nextInt(3) * 100);
  }
}
