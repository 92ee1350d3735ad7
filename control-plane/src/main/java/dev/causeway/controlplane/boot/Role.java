package dev.causeway.controlplane.boot;

/** What a control plane process does; each role needs rights of its own in the cluster. */
public enum Role {
  /** Compiles and serves routers; every replica does. */
  SERVE,
  /** Writes the status of Routes; one leader at a time does. */
  STATUS,
  /** Turns Ingresses into Routes; one leader at a time does. */
  INGRESS,
  /** Removes what the two wrote, once, and ends; before an installation is removed. */
  CLEANUP
}
