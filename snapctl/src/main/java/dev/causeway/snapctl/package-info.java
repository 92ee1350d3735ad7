/** Command line client that inspects and debugs snapshots. */
@NullMarked
package dev.causeway.snapctl;

import org.jspecify.annotations.NullMarked;
