/**
 * The side-by-side load harness: peers and Causeway on one machine, in one interleaved run,
 * compared by CPU per request.
 *
 * <p>Figures of one run compare with each other and with nothing else; that is why every run
 * measures its own peer. Nothing here is released.
 */
@NullMarked
package dev.causeway.benchmarks;

import org.jspecify.annotations.NullMarked;
