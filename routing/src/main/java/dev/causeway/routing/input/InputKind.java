package dev.causeway.routing.input;

/** The kinds of cluster objects the compiler reads. */
public enum InputKind {
  ROUTE("Route"),
  SERVICE("Service"),
  ENDPOINT_SLICE("EndpointSlice"),
  SECRET("Secret"),
  NAMESPACE("Namespace"),
  INGRESS_CONTROLLER("IngressController");

  private final String kind;

  InputKind(String kind) {
    this.kind = kind;
  }

  /** Returns the Kubernetes kind. */
  public String kind() {
    return kind;
  }
}
