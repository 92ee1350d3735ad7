/**
 * Endpoints as the data plane sees them, and how one is chosen.
 *
 * <p>{@link dev.causeway.router.balance.EndpointDirectory} is written by the configuration thread;
 * pickers are read by every event loop without locks. A picker never keeps endpoints of its own: it
 * looks at the directory's current sets, so no compile and no swap is needed when endpoints change.
 * Depends on {@code routing.model} and the JDK.
 */
@NullMarked
package dev.causeway.router.balance;

import org.jspecify.annotations.NullMarked;
