/**
 * The compiled configuration: what a router serves, as immutable records.
 *
 * <p>Everything here is plain data without behaviour beyond validation of its own shape. Content
 * hashes ({@code routing.version}), the wire codec ({@code proto}) and the matcher ({@code
 * routing.match}) are functions over these records. Depends on the JDK only; any thread may read.
 */
@NullMarked
package dev.causeway.routing.model;

import org.jspecify.annotations.NullMarked;
