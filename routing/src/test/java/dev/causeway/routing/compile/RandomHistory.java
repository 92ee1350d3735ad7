package dev.causeway.routing.compile;

import static dev.causeway.routing.given.GivenRoute.labelled;
import static dev.causeway.routing.given.GivenRoute.route;

import dev.causeway.routing.given.Given;
import dev.causeway.routing.given.GivenCertificates;
import dev.causeway.routing.given.GivenRoute;
import dev.causeway.routing.input.IngressControllerInput;
import dev.causeway.routing.input.Input;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.ServiceInput;
import io.netty.pkitesting.X509Bundle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A seeded history of edits over few names, so that everything meets everything. */
final class RandomHistory {
  private static final List<String> NAMESPACES = List.of("a", "b", "c");
  private static final List<String> HOSTS =
      List.of("x.d.test", "y.d.test", "any.d.test", "www.d.test", "d.test", "x.e.test", "Bad.test");
  private static final List<String> PATHS = List.of("", "", "/", "/a", "/a/", "/b");
  private static final List<String> SERVICES = List.of("app", "api");

  private final Random random;
  private final List<String> namespaces;
  private final List<String> hosts;
  private final int routesPerNamespace;
  private final Certificates certificates;
  private final Map<ObjectKey, Input> current = new TreeMap<>();

  /** Certificates shared by all histories: making keys is what takes time. */
  record Certificates(List<X509Bundle> bundles) {
    static Certificates make() {
      return new Certificates(
          List.of(
              GivenCertificates.ec("one.test"),
              GivenCertificates.ec("two.test"),
              GivenCertificates.rsa("three.test")));
    }
  }

  RandomHistory(long seed, Certificates certificates) {
    this(seed, certificates, NAMESPACES, HOSTS, 4);
  }

  private RandomHistory(
      long seed,
      Certificates certificates,
      List<String> namespaces,
      List<String> hosts,
      int routesPerNamespace) {
    this.random = new Random(seed);
    this.certificates = certificates;
    this.namespaces = namespaces;
    this.hosts = hosts;
    this.routesPerNamespace = routesPerNamespace;
  }

  /** A history over more names: 72 Routes of six namespaces and 25 hosts. */
  static RandomHistory wide(long seed, Certificates certificates) {
    List<String> hosts = new ArrayList<>(HOSTS);
    for (String parent : List.of("d.test", "e.test", "f.e.test")) {
      for (int i = 0; i < 6; i++) {
        hosts.add("h" + i + "." + parent);
      }
    }
    return new RandomHistory(seed, certificates, List.of("a", "b", "c", "d", "e", "f"), hosts, 12);
  }

  /** Makes the edits of the next step; one mostly, now and then several at once. */
  List<InputChange> step() {
    List<InputChange> changes = new ArrayList<>();
    int edits = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1;
    for (int i = 0; i < edits; i++) {
      InputChange change = edit();
      switch (change) {
        case InputChange.Put put -> current.put(put.key(), put.input());
        case InputChange.Remove remove -> current.remove(remove.key());
      }
      changes.add(change);
    }
    return changes;
  }

  /** Returns everything there is now, in random order. */
  List<InputChange> everythingShuffled() {
    List<InputChange> all = new ArrayList<>();
    current.values().forEach(input -> all.add(new InputChange.Put(input)));
    Collections.shuffle(all, random);
    return all;
  }

  List<RouteInput> routes() {
    return current.values().stream()
        .filter(RouteInput.class::isInstance)
        .map(RouteInput.class::cast)
        .toList();
  }

  /** Returns whether namespaces may share hosts now (HO-007). */
  boolean namespacesShareHosts() {
    return current.values().stream()
        .filter(IngressControllerInput.class::isInstance)
        .map(IngressControllerInput.class::cast)
        .anyMatch(controller -> controller.namespaceOwnership().equals("InterNamespaceAllowed"));
  }

  private InputChange edit() {
    if (!current.isEmpty() && random.nextInt(5) == 0) {
      List<ObjectKey> keys = List.copyOf(current.keySet());
      return new InputChange.Remove(keys.get(random.nextInt(keys.size())));
    }
    int kind = random.nextInt(21);
    if (kind < 13) {
      return someRoute().put();
    }
    return switch (kind) {
      case 13, 14 -> secret();
      case 15 -> controller();
      case 16 ->
          Given.namespace(any(namespaces), Map.of("shard", random.nextBoolean() ? "1" : "2"));
      case 17 ->
          Given.service(
              any(namespaces),
              any(SERVICES),
              "172.30.0." + (1 + random.nextInt(3)),
              random.nextBoolean() ? Map.of() : Map.of("idling.alpha.openshift.io/idled-at", "now"),
              new ServiceInput.Port("http", "TCP", 80, ""));
      case 18 -> Given.serviceCa(any(certificates.bundles()).getCertificatePEM());
      default ->
          Given.pods(
              any(namespaces), any(SERVICES), "10.0.0." + (1 + random.nextInt(4)), "10.1.1.1");
    };
  }

  private GivenRoute someRoute() {
    GivenRoute route =
        route(any(namespaces), "r" + random.nextInt(routesPerNamespace))
            .host(any(hosts))
            .path(any(PATHS))
            .to(any(SERVICES), 1)
            .label("tier", random.nextInt(6) == 0 ? "hidden" : "shown")
            .targetPort(random.nextBoolean() ? "http" : "");
    if (random.nextInt(8) != 0) {
      route.age(random.nextInt(6)).uid("u" + random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      route.wildcard();
    }
    if (random.nextInt(4) == 0) {
      route.also(any(SERVICES), random.nextInt(3));
    }
    if (random.nextInt(9) == 0) {
      route.annotation("causeway.dev/filters", random.nextBoolean() ? "greet" : "unknown");
    }
    return tls(route);
  }

  private GivenRoute tls(GivenRoute route) {
    X509Bundle bundle = any(certificates.bundles());
    return switch (random.nextInt(10)) {
      case 0 -> route.tls("edge").insecure("Redirect");
      case 1, 2 ->
          route.tls("edge").certificate(bundle.getCertificatePEM(), bundle.getPrivateKeyPEM());
      case 3 -> route.tls("reencrypt").destinationCa(bundle.getCertificatePEM());
      case 4 -> route.tls("passthrough").path("");
      case 5 -> route.tls("edge").external("s" + random.nextInt(2));
      case 6 -> route.tls("edge").certificate("garbage", "garbage");
      case 7 -> route.tls("reencrypt");
      default -> route;
    };
  }

  private InputChange secret() {
    X509Bundle bundle = any(certificates.bundles());
    if (random.nextInt(4) == 0) {
      return Given.tlsSecret(
          "openshift-ingress", "s0", bundle.getCertificatePEM(), bundle.getPrivateKeyPEM());
    }
    return Given.tlsSecret(
        any(namespaces),
        "s" + random.nextInt(2),
        bundle.getCertificatePEM(),
        random.nextInt(5) == 0 ? "garbage" : bundle.getPrivateKeyPEM());
  }

  private InputChange controller() {
    return new InputChange.Put(
        Given.controller(
            random.nextBoolean() ? LabelSelector.EVERYTHING : labelled("tier", "shown"),
            random.nextInt(3) == 0 ? labelled("shard", "1") : LabelSelector.EVERYTHING,
            random.nextBoolean() ? "Strict" : "InterNamespaceAllowed",
            random.nextInt(4) == 0 ? "" : "WildcardsAllowed",
            random.nextBoolean() ? "" : "s0"));
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
