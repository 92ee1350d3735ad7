/** Floods and slow clients against a router, and what a bystander notices of them. */
@NullMarked
package dev.causeway.benchmarks.attack;

import org.jspecify.annotations.NullMarked;
