/**
 * An API server of Kubernetes that does what a test tells it, over real sockets.
 *
 * <p>Every connection is served by a virtual thread of its own. Depends on Jackson.
 */
@NullMarked
package dev.causeway.testkit.api;

import org.jspecify.annotations.NullMarked;
