/**
 * The gateway filters that routes may name: beans of the application, filters the administrator
 * configured by properties, and our own. Built once at start, immutable, any thread may read.
 * Depends on Spring Cloud Gateway.
 */
@NullMarked
package dev.causeway.router.filters;

import org.jspecify.annotations.NullMarked;
