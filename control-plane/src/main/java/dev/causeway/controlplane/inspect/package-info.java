/**
 * The read-only inspection service: snapshots, subscribers, verdicts and explanations for people.
 *
 * <p>Served on a port and with an identity of its own. Reads the shelf and the views of its
 * sessions, never a session itself; any thread. By type nothing here carries a private key.
 */
@NullMarked
package dev.causeway.controlplane.inspect;

import org.jspecify.annotations.NullMarked;
