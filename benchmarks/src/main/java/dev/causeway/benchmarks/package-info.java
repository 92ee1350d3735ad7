/** Micro-benchmarks and the side-by-side load harness. */
@NullMarked
package dev.causeway.benchmarks;

import org.jspecify.annotations.NullMarked;
