/**
 * Who may use a rule, and how much: allowlists and limits per source address.
 *
 * <p>What is prepared at a commit is immutable; the counters behind it are shared by all event
 * loops, which never wait for each other: a counter is one atomic reference, and a lock is held
 * only inside the map while a source is entered for the first time. Depends on {@code routing},
 * {@code failure} and the JDK.
 */
@NullMarked
package dev.causeway.router.limit;

import org.jspecify.annotations.NullMarked;
