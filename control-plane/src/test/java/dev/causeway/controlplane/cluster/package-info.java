/**
 * What tests share that talk to the API of a cluster: a real one, its roles, what was asked of it.
 */
@NullMarked
package dev.causeway.controlplane.cluster;

import org.jspecify.annotations.NullMarked;
