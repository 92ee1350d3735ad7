/**
 * What writers to a cluster share: queues of keys to look at, and what is kept of objects that are
 * followed. Knows nothing of what is written; thread-safe throughout.
 */
@NullMarked
package dev.causeway.controlplane.work;

import org.jspecify.annotations.NullMarked;
