/**
 * From a request to the rule that serves it.
 *
 * <p>An immutable index over virtual hosts: a hash table of hosts, and per host a radix tree over
 * paths. Matching allocates nothing and costs the same however many hosts there are. A change
 * copies the table and rebuilds the entries of the hosts it names. Depends on {@code model} only;
 * any thread may match.
 */
@NullMarked
package dev.causeway.routing.match;

import org.jspecify.annotations.NullMarked;
