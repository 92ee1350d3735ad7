/**
 * What the HTTP/1.1 and HTTP/2 codecs share: the life of an exchange, the queue of a request body,
 * the rules for authorities and targets, the answers made before an exchange exists, and the scan
 * for overdue connections.
 *
 * <p>Everything belongs to the event loop of the connection unless a method says otherwise. Depends
 * on the exchange seam, {@code headers} for the spelling of names, and Netty.
 */
@NullMarked
package dev.causeway.router.http;

import org.jspecify.annotations.NullMarked;
