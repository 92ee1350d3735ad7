/**
 * The command line client that inspects and debugs snapshots.
 *
 * <p>One class per command. A command asks the inspection service of a control plane, or compiles a
 * folder, and prints a table or JSON; what goes wrong becomes one sentence and an exit code.
 * Single-threaded. Depends on {@code proto} and on {@code manifests} with {@code routing}.
 */
@NullMarked
package dev.causeway.snapctl;

import org.jspecify.annotations.NullMarked;
