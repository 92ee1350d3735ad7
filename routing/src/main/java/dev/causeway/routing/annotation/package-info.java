/**
 * The annotations of a Route that Causeway reads, and the defaults that stand in for them.
 *
 * <p>One catalogue for parsing, notices and the reference page. Pure and immutable; may depend on
 * inputs, the model and {@link dev.causeway.routing.admission.Notice}.
 */
@NullMarked
package dev.causeway.routing.annotation;

import org.jspecify.annotations.NullMarked;
