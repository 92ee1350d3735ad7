/** The router: applies snapshots and proxies traffic. */
@NullMarked
package dev.causeway.router;

import org.jspecify.annotations.NullMarked;
