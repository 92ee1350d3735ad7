package dev.causeway.routing.input;

/** The kinds of cluster objects the compiler reads. */
public enum InputKind {
  ROUTE("Route"),
  SERVICE("Service"),
  ENDPOINT_SLICE("EndpointSlice"),
  SECRET("Secret"),
  NAMESPACE("Namespace"),
  INGRESS_CONTROLLER("IngressController"),
  /** No object of the cluster: what time it is, for what changes with time. */
  EPOCH("Epoch"),
  CONFIG_MAP("ConfigMap"),
  /** No object of the cluster: a list of revoked certificates that was fetched. */
  REVOCATION_LIST("RevocationList");

  private final String kind;

  InputKind(String kind) {
    this.kind = kind;
  }

  /** Returns the Kubernetes kind, or what stands for it in messages. */
  public String kind() {
    return kind;
  }
}
