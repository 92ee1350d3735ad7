/**
 * The embedded demo: what {@code ./causeway up} runs.
 *
 * <p>The command line lives here, on the main thread; everything else in the packages below.
 */
@NullMarked
package dev.causeway.demo;

import org.jspecify.annotations.NullMarked;
