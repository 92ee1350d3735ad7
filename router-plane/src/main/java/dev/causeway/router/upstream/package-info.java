/**
 * Connections to endpoints: pools of each event loop, the HTTP/1.1 and HTTP/2 client codecs, and
 * the deadlines of what is in flight.
 *
 * <p>A connection belongs to one event loop for its life and serves exchanges of that loop only, so
 * nothing here locks. Unless a method says otherwise it belongs to the event loop of its object.
 * Depends on {@code exchange}, {@code balance}, {@code failure}, {@code headers}, {@code tls}, the
 * I/O of {@code transport} and Netty.
 */
@NullMarked
package dev.causeway.router.upstream;

import org.jspecify.annotations.NullMarked;
