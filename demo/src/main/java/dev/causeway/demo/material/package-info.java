/**
 * Certificates, and the examples made servable.
 *
 * <p>Called by the main thread at start and by the self-check's thread; files are its only state.
 */
@NullMarked
package dev.causeway.demo.material;

import org.jspecify.annotations.NullMarked;
