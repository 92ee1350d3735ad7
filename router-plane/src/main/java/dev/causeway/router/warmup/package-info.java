/**
 * The rehearsal of a router that starts (ADR 0025): a second set of listeners, engine and
 * configuration serves requests of its own on loopback, so that the code that real requests take is
 * compiled when they come.
 *
 * <p>Nothing of it is shared with what serves clients but the code and the allocator. {@link
 * dev.causeway.router.warmup.WarmUp} belongs to the thread that runs it; everything else belongs to
 * event loops that end with it. Depends on what a router consists of, and on nothing of Spring but
 * through the gateway package.
 */
@NullMarked
package dev.causeway.router.warmup;

import org.jspecify.annotations.NullMarked;
