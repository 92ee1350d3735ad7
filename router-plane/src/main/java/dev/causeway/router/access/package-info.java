/**
 * The access log: what is noted about requests and relayed connections, and how lines of it are
 * made and leave.
 *
 * <p>Event loops note and format; every one has a ring of bytes of its own, and one thread per
 * destination empties them. Nothing here makes an event loop wait: a line that finds no room is
 * dropped and counted. Depends on {@code exchange}, {@code balance}, {@code failure} and {@code
 * http}.
 */
@NullMarked
package dev.causeway.router.access;

import org.jspecify.annotations.NullMarked;
