/**
 * TLS contexts: for serving by SNI name and for talking to endpoints; and what an SNI name leads
 * to.
 *
 * <p>Contexts are built by whoever activates configuration, one call at a time, and used by every
 * event loop. Depends on the compiled model, {@code exchange} and Netty with tcnative (BoringSSL),
 * or the JDK's TLS where its library does not load.
 */
@NullMarked
package dev.causeway.router.tls;

import org.jspecify.annotations.NullMarked;
