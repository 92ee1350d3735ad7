/**
 * Cluster objects from the API of a cluster, through informers of the fabric8 client.
 *
 * <p>Informers call back on threads of the client; there an object is turned into an input at once
 * and let go. Everything else, the bookkeeping of Secrets included, happens on one thread of the
 * source, which takes events from a queue. Depends on {@code source}, {@code manifests}, {@code
 * routing.input} and the fabric8 client.
 */
@NullMarked
package dev.causeway.controlplane.source.kubernetes;

import org.jspecify.annotations.NullMarked;
