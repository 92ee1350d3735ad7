/**
 * Lists of revoked certificates: which ones the published bundles need, and how they get here.
 *
 * <p>Everything happens on one thread of its own; publications, shards that wait for their first
 * one, and fetched lists are handed over. Depends on the pipeline's listener and on the JDK's HTTP
 * client.
 */
@NullMarked
package dev.causeway.controlplane.revocation;

import org.jspecify.annotations.NullMarked;
