/** Micro-benchmarks of hot paths, run by {@code ./causeway bench jmh}. */
@NullMarked
package dev.causeway.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
