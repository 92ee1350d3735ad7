/**
 * The active configuration of the data plane and how it is replaced.
 *
 * <p>{@link dev.causeway.router.config.ConfigActivator} is called by the synchronisation executor,
 * one call at a time and never on an event loop; what it builds is immutable and read by every
 * event loop. Depends on {@code routing}, {@code balance}, {@code headers}, {@code failure} and
 * {@code upstream}.
 */
@NullMarked
package dev.causeway.router.config;

import org.jspecify.annotations.NullMarked;
