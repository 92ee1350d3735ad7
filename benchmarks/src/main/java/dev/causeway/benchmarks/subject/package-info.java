/** What is measured: the origin, HAProxy and Causeway's processes, set up alike. */
@NullMarked
package dev.causeway.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
