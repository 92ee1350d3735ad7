/**
 * Judging Routes: shard selection, host claims and validation, ending in verdicts.
 *
 * <p>Pure: no clock, no I/O. Wrong input becomes a {@link Verdict} or a {@link Notice}.
 */
@NullMarked
package dev.causeway.routing.admission;

import org.jspecify.annotations.NullMarked;
