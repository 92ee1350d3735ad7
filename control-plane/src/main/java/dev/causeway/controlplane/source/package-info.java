/**
 * Where cluster objects come from: a folder of manifests, or the API of a cluster.
 *
 * <p>A source owns one thread, on which it watches, reads and parses; it hands what changed to the
 * pipeline. Depends on {@code manifests} and {@code routing.input}.
 */
@NullMarked
package dev.causeway.controlplane.source;

import org.jspecify.annotations.NullMarked;
