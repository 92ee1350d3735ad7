/**
 * Finds out which endpoints can be reached, away from traffic: by connecting to them now and then.
 *
 * <p>Rules are registered by the configuration thread; everything else belongs to the one thread of
 * the {@link dev.causeway.router.health.CheckTimer}. What was found out is told to the endpoints of
 * {@code balance}, which pickers read. Depends on {@code balance}, {@code upstream} for TLS, the
 * I/O of {@code transport} and Netty.
 */
@NullMarked
package dev.causeway.router.health;

import org.jspecify.annotations.NullMarked;
