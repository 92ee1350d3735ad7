/**
 * Ingresses turned into Routes, by the rules of OKD's ingress-to-route controller.
 *
 * <p>One pure function, {@link dev.causeway.manifests.ingress.IngressConverter}, used for folders
 * and for clusters alike: no client, no clock, no chance. Depends on the fabric8 model and {@code
 * routing.input}. Everything is stateless; any thread may convert.
 */
@NullMarked
package dev.causeway.manifests.ingress;

import org.jspecify.annotations.NullMarked;
