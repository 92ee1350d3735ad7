/**
 * Tells people in the cluster what was decided about their Routes: {@code status.ingress} and
 * Events.
 *
 * <p>{@link dev.causeway.controlplane.status.StatusBoard} takes verdicts from the pipeline's thread
 * on every replica; the work of a leader is one {@code StatusTerm}, whose threads begin and end
 * with it. In shadow mode {@link dev.causeway.controlplane.status.StatusShadow} compares on every
 * replica instead, and writes nothing. Planning is pure. Depends on {@code pipeline}, {@code
 * leader}, {@code activation}, {@code stream}, {@code work}, {@code routing} and the cluster's
 * client.
 */
@NullMarked
package dev.causeway.controlplane.status;

import org.jspecify.annotations.NullMarked;
