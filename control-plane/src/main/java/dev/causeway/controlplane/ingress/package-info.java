/**
 * The role that keeps real Route objects in step with Ingresses, on a cluster.
 *
 * <p>{@link dev.causeway.controlplane.ingress.IngressRole} works while it leads; the work of one
 * term is an {@code IngressTerm}, whose watches and workers begin and end with it. What Routes
 * there should be is decided by {@code manifests.ingress}, what has to be written by the pure
 * {@code RouteChanges}. Depends on {@code leader}, {@code work}, {@code manifests} and the
 * cluster's client.
 */
@NullMarked
package dev.causeway.controlplane.ingress;

import org.jspecify.annotations.NullMarked;
