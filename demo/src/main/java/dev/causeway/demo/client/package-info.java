/**
 * HTTP/1.1, HTTP/2 and WebSocket clients that never retry.
 *
 * <p>Everything runs on the event loops it is given; futures complete there. Depends on Netty only.
 */
@NullMarked
package dev.causeway.demo.client;

import org.jspecify.annotations.NullMarked;
