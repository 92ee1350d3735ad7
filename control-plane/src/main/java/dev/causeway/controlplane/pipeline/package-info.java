/**
 * From changes of objects to published snapshots.
 *
 * <p>One thread, the pipeline's, owns the compilers of all shards. The first change after quiet
 * compiles at once; what arrives meanwhile is taken together in the next round. Depends on {@code
 * source} and {@code routing}; where snapshots go is behind {@link
 * dev.causeway.controlplane.pipeline.SnapshotPublisher}.
 */
@NullMarked
package dev.causeway.controlplane.pipeline;

import org.jspecify.annotations.NullMarked;
