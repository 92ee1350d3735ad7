/**
 * Compression of responses on their way to clients (RO-064).
 *
 * <p>{@link dev.causeway.router.compress.Compression} is immutable and made with the settings;
 * everything else belongs to the event loop of its exchange. Depends on the exchange seam and
 * Netty.
 */
@NullMarked
package dev.causeway.router.compress;

import org.jspecify.annotations.NullMarked;
