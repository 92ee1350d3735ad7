/**
 * Which replica writes: one Lease per role elects a leader, and {@link
 * dev.causeway.controlplane.leader.Leadership#leads} is the fence in front of every write.
 *
 * <p>Every election has threads of its own; what it tells its listener arrives on one of them, in
 * order. Depends on the cluster's client only; knows nothing of what leaders do.
 */
@NullMarked
package dev.causeway.controlplane.leader;

import org.jspecify.annotations.NullMarked;
