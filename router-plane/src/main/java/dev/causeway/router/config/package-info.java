/**
 * The active configuration of the data plane and how it is replaced.
 *
 * <p>{@link dev.causeway.router.config.ConfigActivator} is called by the synchronisation executor,
 * one call at a time and never on an event loop; what it builds is immutable and read by every
 * event loop. Depends on {@code routing} and on what its plans are made of: {@code balance}, {@code
 * compress}, {@code failure}, {@code headers}, {@code health}, {@code limit}, {@code tls}, {@code
 * transport} and {@code upstream}.
 */
@NullMarked
package dev.causeway.router.config;

import org.jspecify.annotations.NullMarked;
