/**
 * The self-check: changes and failures under load, and the count of what went wrong.
 *
 * <p>One thread makes the changes; load and probes run on event loops.
 */
@NullMarked
package dev.causeway.demo.check;

import org.jspecify.annotations.NullMarked;
