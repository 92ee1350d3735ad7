/** Root of the pure routing model: inputs, admission, compiler, versions, matcher and explain. */
@NullMarked
package dev.causeway.routing;

import org.jspecify.annotations.NullMarked;
