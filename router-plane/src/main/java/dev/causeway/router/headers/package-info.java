/**
 * What the router changes in heads on their way through: hop-by-hop headers, forwarded headers,
 * security headers, the affinity cookie and the rewritten path.
 *
 * <p>Everything here is immutable and prepared when a configuration becomes active; the heads it
 * works on belong to the calling event loop. Depends on {@code exchange}, {@code balance}, {@code
 * routing} and Netty's header types.
 */
@NullMarked
package dev.causeway.router.headers;

import org.jspecify.annotations.NullMarked;
