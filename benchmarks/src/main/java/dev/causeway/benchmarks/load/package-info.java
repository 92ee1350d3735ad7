/** Load generators run as processes, and the CPU time that others spend meanwhile. */
@NullMarked
package dev.causeway.benchmarks.load;

import org.jspecify.annotations.NullMarked;
