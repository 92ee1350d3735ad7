/**
 * What the compiler reads: cluster objects reduced to the fields that decide routing.
 *
 * <p>Records of this package come from the Kubernetes API or from a folder of manifests through the
 * mappers of the {@code manifests} module. Values are kept as their author wrote them, wrong ones
 * included: judging them is the compiler's work, and ends in verdicts, never in exceptions.
 */
@NullMarked
package dev.causeway.routing.input;

import org.jspecify.annotations.NullMarked;
