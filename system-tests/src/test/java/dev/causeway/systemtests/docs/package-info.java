/** Pages that speak of the whole tree, generated from the sources of every module's tests. */
@NullMarked
package dev.causeway.systemtests.docs;

import org.jspecify.annotations.NullMarked;
