package dev.causeway.controlplane.status;

/**
 * How a shard signs its entries in {@code status.ingress} (RT-064).
 *
 * @param routerName key of the entry
 * @param canonicalHostname host that custom hosts may point a CNAME to (IC-091); empty where the
 *     shard has no domain
 */
record RouterIdentity(String routerName, String canonicalHostname) {}
