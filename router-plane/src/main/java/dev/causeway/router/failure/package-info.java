/**
 * The answers the router makes itself: one enum of causes, and the pages that go with them.
 *
 * <p>Used by the codecs, the upstream side and the engine alike. Everything is immutable or belongs
 * to the event loop of the exchange it answers. Depends on {@code exchange} and Netty.
 */
@NullMarked
package dev.causeway.router.failure;

import org.jspecify.annotations.NullMarked;
