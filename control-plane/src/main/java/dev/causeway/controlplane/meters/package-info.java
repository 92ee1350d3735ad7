/**
 * The catalogue of what the control plane counts and measures.
 *
 * <p>Constants, for any thread; depends on Micrometer and on nothing here.
 */
@NullMarked
package dev.causeway.controlplane.meters;

import org.jspecify.annotations.NullMarked;
