/** A router with a filter of its own; the filter runs on the gateway path. */
@NullMarked
package dev.causeway.samples.router;

import org.jspecify.annotations.NullMarked;
