/** Tests that run the packaged applications as processes. */
@NullMarked
package dev.causeway.systemtests;

import org.jspecify.annotations.NullMarked;
