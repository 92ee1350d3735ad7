/**
 * The control plane: compiles cluster resources into route snapshots and serves them to routers.
 */
@NullMarked
package dev.causeway.controlplane;

import org.jspecify.annotations.NullMarked;
