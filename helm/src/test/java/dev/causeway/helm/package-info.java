/**
 * What the charts of this folder must hold to: they are linted and rendered by the real Helm, as a
 * library in this process, and what comes out is compared, parsed and inspected.
 *
 * <p>Everything runs on the test's thread. May depend on {@code testkit} and on what the
 * applications read their configuration into; the charts are known by path.
 */
@NullMarked
package dev.causeway.helm;

import org.jspecify.annotations.NullMarked;
