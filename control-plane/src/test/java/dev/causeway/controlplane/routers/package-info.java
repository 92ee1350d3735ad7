/** Routers and replicas of tests, over real connections. */
@NullMarked
package dev.causeway.controlplane.routers;

import org.jspecify.annotations.NullMarked;
