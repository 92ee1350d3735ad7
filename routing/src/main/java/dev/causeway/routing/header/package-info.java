/**
 * Names of headers and the small languages inside header values: what may stand in a header action
 * and in the format of a unique id. Parsed once where they are admitted and once where they are
 * compiled into a plan.
 *
 * <p>Pure functions over immutable data. Depends on {@code model} only.
 */
@NullMarked
package dev.causeway.routing.header;

import org.jspecify.annotations.NullMarked;
