package dev.causeway.routing.given;

import dev.causeway.routing.input.BackendRef;
import dev.causeway.routing.input.HeaderActionsInput;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.LabelSelector;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.RouteInput;
import dev.causeway.routing.input.TlsInput;
import dev.causeway.routing.model.KeyMaterial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a Route the way a manifest would. */
public final class GivenRoute {
  private final ObjectKey key;
  private final Map<String, String> annotations = new TreeMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final List<BackendRef> alternates = new ArrayList<>();
  private final List<HeaderActionsInput.Edit> requestEdits = new ArrayList<>();
  private final List<HeaderActionsInput.Edit> responseEdits = new ArrayList<>();
  private String uid = "";
  private @Nullable Instant created;
  private String host = "";
  private String subdomain = "";
  private String path = "";
  private @Nullable BackendRef to = new BackendRef("Service", "app", null);
  private String targetPort = "";
  private @Nullable String termination;
  private String certificate = "";
  private String privateKey = "";
  private String ca = "";
  private String destinationCa = "";
  private String insecure = "";
  private @Nullable String external;
  private String wildcardPolicy = "";

  private GivenRoute(ObjectKey key) {
    this.key = key;
  }

  public static GivenRoute route(String namespace, String name) {
    return new GivenRoute(key(namespace, name));
  }

  public static ObjectKey key(String namespace, String name) {
    return new ObjectKey(InputKind.ROUTE, namespace, name);
  }

  /** Created that many seconds after the epoch. */
  public GivenRoute age(int seconds) {
    created = Instant.ofEpochSecond(seconds);
    return this;
  }

  public GivenRoute uid(String value) {
    uid = value;
    return this;
  }

  public GivenRoute host(String value) {
    host = value;
    return this;
  }

  public GivenRoute subdomain(String value) {
    subdomain = value;
    return this;
  }

  public GivenRoute path(String value) {
    path = value;
    return this;
  }

  public GivenRoute label(String name, String value) {
    labels.put(name, value);
    return this;
  }

  public GivenRoute annotation(String name, String value) {
    annotations.put(name, value);
    return this;
  }

  public GivenRoute to(@Nullable BackendRef value) {
    to = value;
    return this;
  }

  public GivenRoute to(String service, @Nullable Integer weight) {
    return to(new BackendRef("Service", service, weight));
  }

  public GivenRoute also(String service, @Nullable Integer weight) {
    alternates.add(new BackendRef("Service", service, weight));
    return this;
  }

  public GivenRoute targetPort(String value) {
    targetPort = value;
    return this;
  }

  public GivenRoute tls(String value) {
    termination = value;
    return this;
  }

  public GivenRoute insecure(String value) {
    insecure = value;
    return this;
  }

  public GivenRoute certificate(String pem, String keyPem) {
    certificate = pem;
    privateKey = keyPem;
    return this;
  }

  public GivenRoute ca(String pem) {
    ca = pem;
    return this;
  }

  public GivenRoute destinationCa(String pem) {
    destinationCa = pem;
    return this;
  }

  public GivenRoute external(String secret) {
    external = secret;
    return this;
  }

  public GivenRoute wildcard() {
    return wildcardPolicy("Subdomain");
  }

  public GivenRoute wildcardPolicy(String value) {
    wildcardPolicy = value;
    return this;
  }

  public RouteInput input() {
    TlsInput tls =
        termination == null
            ? null
            : new TlsInput(
                termination,
                KeyMaterial.ofText(certificate),
                KeyMaterial.ofText(privateKey),
                ca,
                destinationCa,
                insecure,
                external);
    return new RouteInput(
        key,
        new Metadata(uid, created, 1, labels, annotations),
        new Origin("routes.yaml", 1),
        host,
        subdomain,
        path,
        to,
        alternates,
        targetPort,
        tls,
        wildcardPolicy,
        new HeaderActionsInput(requestEdits, responseEdits));
  }

  /** Adds an edit of a request header; no value deletes it. */
  public GivenRoute requestHeader(String name, @Nullable String value) {
    requestEdits.add(edit(name, value));
    return this;
  }

  /** Adds an edit of a response header; no value deletes it. */
  public GivenRoute responseHeader(String name, @Nullable String value) {
    responseEdits.add(edit(name, value));
    return this;
  }

  private static HeaderActionsInput.Edit edit(String name, @Nullable String value) {
    return new HeaderActionsInput.Edit(name, value == null ? "Delete" : "Set", value);
  }

  public InputChange put() {
    return new InputChange.Put(input());
  }

  /** A selector that demands one label. */
  public static LabelSelector labelled(String name, String value) {
    return new LabelSelector(Map.of(name, value), List.of());
  }
}
