/**
 * From inputs to resources, one host group at a time.
 *
 * <p>Routes of different hosts influence each other only through claims on the same host or
 * wildcard parent; a host group is the closure under that relation and the unit of work. A full
 * compile maps over all groups, an incremental one over the dirty groups. Pure: no clock, no I/O.
 */
@NullMarked
package dev.causeway.routing.compile;

import org.jspecify.annotations.NullMarked;
