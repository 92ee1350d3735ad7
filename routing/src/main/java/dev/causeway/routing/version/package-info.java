/**
 * Versions of resources and snapshots: content hashes, inventories and snapshot ids.
 *
 * <p>A version is a function of content alone, so two control planes that see the same cluster
 * agree on every id without talking to each other. Everything here is immutable, any thread may use
 * it, and every change costs what it touches, not what the snapshot holds. Depends on the JDK and
 * {@code routing.model}.
 */
@NullMarked
package dev.causeway.routing.version;

import org.jspecify.annotations.NullMarked;
