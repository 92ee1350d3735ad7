/**
 * Support for tests of applications that are routers: routes without a control plane. Belongs to
 * the thread of the test; depends on the router and the model of snapshots.
 */
@NullMarked
package dev.causeway.router.test;

import org.jspecify.annotations.NullMarked;
