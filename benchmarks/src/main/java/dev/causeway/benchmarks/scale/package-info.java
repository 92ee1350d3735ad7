/** What many Routes and Services cost a control plane. */
@NullMarked
package dev.causeway.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
