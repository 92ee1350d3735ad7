package dev.causeway.manifests.ingress;

import static dev.causeway.manifests.ingress.IngressFields.text;

import dev.causeway.manifests.ingress.IngressRemark.Kind;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.input.ServiceInput;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceBackendPort;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RoutePort;
import io.fabric8.openshift.api.model.RouteSpec;
import io.fabric8.openshift.api.model.RouteTargetReference;
import io.fabric8.openshift.api.model.TLSConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns an Ingress into the Routes that should stand for it (IN-001 to IN-023). */
public final class IngressConverter {
  /** API version of the Ingress in owner references (IN-006). */
  public static final String API_VERSION = "networking.k8s.io/v1";

  private static final String RECONCILE_LABELS = "route.openshift.io/reconcile-labels";

  private final Ingress ingress;
  private final String namespace;
  private final Recording references;
  private final IngressTlsRules tlsRules;
  private final List<Route> routes = new ArrayList<>();
  private final List<IngressRemark> remarks = new ArrayList<>();
  private final Map<HostAndPath, String> taken = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private IngressConverter(Ingress ingress, IngressReferences references) {
    this.ingress = ingress;
    this.namespace = text(ingress.getMetadata().getNamespace());
    this.references = new Recording(references);
    this.tlsRules = new IngressTlsRules(ingress, namespace, this.references);
  }

  /**
   * Converts an Ingress.
   *
   * @param ingress the Ingress, with a name and a namespace
   * @param references looks up what it refers to
   * @param options which Ingresses are ours
   */
  public static IngressConversion convert(
      Ingress ingress, IngressReferences references, IngressOptions options) {
    IngressClaim claim = IngressClaim.of(ingress, references::controllerOf, options);
    return claim == IngressClaim.CLAIMED
        ? new IngressConverter(ingress, references).conversion()
        : IngressConversion.unclaimed(claim);
  }

  /** Returns whether the destination CA of Routes comes from the Ingress and from nowhere else. */
  static boolean namesDestinationCa(Ingress ingress) {
    return IngressTlsRules.destinationCaSecret(ingress) != null;
  }

  /**
   * Returns the name of the Secret that an annotation names for the destination CA, which may be of
   * other types than TLS (IN-023); null where there is none.
   */
  public static @Nullable String destinationCaSecret(Ingress ingress) {
    return IngressTlsRules.destinationCaSecret(ingress);
  }

  private IngressConversion conversion() {
    boolean followsLabels = followsLabels();
    if (ingress.getSpec() != null && ingress.getSpec().getDefaultBackend() != null) {
      remarks.add(
          new IngressRemark(
              Kind.NO_EFFECT,
              "spec.defaultBackend",
              "has no effect, as in OKD; name a host in a rule instead"));
    }
    List<IngressRule> rules = IngressFields.rules(ingress);
    for (int i = 0; i < rules.size(); i++) {
      rule("spec.rules[" + i + "]", rules.get(i));
    }
    return new IngressConversion(
        IngressClaim.CLAIMED, routes, remarks, references.asked, followsLabels);
  }

  private void rule(String field, IngressRule rule) {
    String host = text(rule.getHost());
    if (rule.getHttp() == null) {
      incomplete(field + ".http", "is missing, so there is nothing to serve");
      return;
    }
    if (host.isEmpty()) {
      incomplete(field + ".host", "is missing; a Route needs a host");
      return;
    }
    List<HTTPIngressPath> paths = IngressFields.paths(rule);
    for (int j = 0; j < paths.size(); j++) {
      path(field + ".http.paths[" + j + "]", host, paths.get(j));
    }
  }

  private void path(String field, String ruleHost, HTTPIngressPath path) {
    IngressServiceBackend backend =
        path.getBackend() == null ? null : path.getBackend().getService();
    if (backend == null) {
      incomplete(field + ".backend", "is no Service; a Route can point to Services only");
      return;
    }
    if (text(backend.getName()).isEmpty()) {
      incomplete(field + ".backend.service.name", "is missing");
      return;
    }
    if ("Exact".equals(path.getPathType())) {
      incomplete(
          field + ".pathType", "Exact has no counterpart in a Route, whose paths are prefixes");
      return;
    }
    RoutePort port;
    try {
      port = port(field + ".backend.service", backend);
    } catch (NoPortException e) {
      incomplete(e.field, e.message);
      return;
    }
    IngressTlsRules.Outcome tls = tlsRules.of(ruleHost);
    if (tls.problem() != null) {
      incomplete(field, "has no Route because of " + tls.field() + ": " + tls.problem());
      return;
    }
    boolean wildcard = ruleHost.startsWith("*.");
    String host = wildcard ? "wildcard" + ruleHost.substring(1) : ruleHost;
    HostAndPath claim = new HostAndPath(host, text(path.getPath()));
    String first = taken.putIfAbsent(claim, field);
    if (first != null) {
      incomplete(field, "has the host and path of " + first + ", which counts");
      return;
    }
    routes.add(route(claim, wildcard, text(backend.getName()), port, tls.tls()));
  }

  private Route route(
      HostAndPath claim,
      boolean wildcard,
      String service,
      @Nullable RoutePort port,
      @Nullable TLSConfig tls) {
    RouteTargetReference to = new RouteTargetReference();
    to.setKind("Service");
    to.setName(service);
    RouteSpec spec = new RouteSpec();
    spec.setHost(claim.host);
    spec.setPath(claim.path.isEmpty() ? null : claim.path);
    spec.setTo(to);
    spec.setPort(port);
    spec.setTls(tls);
    spec.setWildcardPolicy(wildcard ? "Subdomain" : "None");
    Route route = new Route();
    route.setMetadata(metadata(claim));
    route.setSpec(spec);
    return route;
  }

  private ObjectMeta metadata(HostAndPath claim) {
    ObjectMeta of = ingress.getMetadata();
    OwnerReference owner = new OwnerReference();
    owner.setApiVersion(API_VERSION);
    owner.setKind("Ingress");
    owner.setName(of.getName());
    owner.setUid(of.getUid());
    owner.setController(true);
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(name(claim));
    metadata.setNamespace(namespace);
    metadata.setLabels(copy(of.getLabels()));
    metadata.setAnnotations(copy(of.getAnnotations()));
    metadata.setOwnerReferences(new ArrayList<>(List.of(owner)));
    return metadata;
  }

  private String name(HostAndPath claim) {
    for (int attempt = 0; ; attempt++) {
      String name = RouteNames.of(ingress, claim.host, claim.path, attempt);
      if (names.add(name)) {
        return name;
      }
    }
  }

  private static Map<String, String> copy(@Nullable Map<String, String> map) {
    return map == null ? new LinkedHashMap<>() : new LinkedHashMap<>(map);
  }

  /** The name of the Service port, null where the port has none (IN-012). */
  private @Nullable RoutePort port(String field, IngressServiceBackend backend)
      throws NoPortException {
    ServiceInput service = references.service(namespace, text(backend.getName()));
    if (service == null) {
      throw new NoPortException(
          field + ".name", "Service " + backend.getName() + " does not exist");
    }
    ServiceBackendPort wanted = backend.getPort();
    String name = wanted == null ? "" : text(wanted.getName());
    Integer number = wanted == null ? null : wanted.getNumber();
    for (ServiceInput.Port port : service.ports()) {
      boolean found =
          name.isEmpty() ? number != null && number == port.port() : name.equals(port.name());
      if (found && port.name().isEmpty()) {
        return null;
      }
      if (found) {
        RoutePort target = new RoutePort();
        target.setTargetPort(new IntOrString(port.name()));
        return target;
      }
    }
    throw new NoPortException(
        field + ".port",
        "Service "
            + backend.getName()
            + " has no port "
            + (name.isEmpty() ? String.valueOf(number) : name));
  }

  private boolean followsLabels() {
    String value = IngressFields.annotation(ingress, RECONCILE_LABELS);
    if (value == null) {
      return false;
    }
    return switch (value) {
      case "1", "t", "T", "TRUE", "true", "True" -> true;
      case "0", "f", "F", "FALSE", "false", "False" -> false;
      default -> {
        remarks.add(
            new IngressRemark(
                Kind.INVALID_ANNOTATION,
                "metadata.annotations." + RECONCILE_LABELS,
                "is neither true nor false and counts as false"));
        yield false;
      }
    };
  }

  private void incomplete(String field, String message) {
    remarks.add(new IngressRemark(Kind.INCOMPLETE_RULE, field, message));
  }

  private record HostAndPath(String host, String path) {}

  /** Remembers what was asked for. */
  private static final class Recording implements IngressReferences {
    private final IngressReferences references;
    private final Set<ObjectKey> asked = new HashSet<>();

    Recording(IngressReferences references) {
      this.references = references;
    }

    @Override
    public @Nullable String controllerOf(String ingressClass) {
      return references.controllerOf(ingressClass);
    }

    @Override
    public @Nullable ServiceInput service(String namespace, String name) {
      asked.add(new ObjectKey(InputKind.SERVICE, namespace, name));
      return references.service(namespace, name);
    }

    @Override
    public @Nullable SecretInput secret(String namespace, String name) {
      asked.add(new ObjectKey(InputKind.SECRET, namespace, name));
      return references.secret(namespace, name);
    }
  }

  /** The Service or its port does not exist. */
  private static final class NoPortException extends Exception {
    @java.io.Serial private static final long serialVersionUID = 1L;

    private final String field;
    private final String message;

    NoPortException(String field, String message) {
      super(message, null, false, false);
      this.field = field;
      this.message = message;
    }
  }
}
