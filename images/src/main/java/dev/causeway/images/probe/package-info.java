/**
 * The health check inside the images; a program of its own that depends on the JDK only.
 *
 * <p>One thread.
 */
@NullMarked
package dev.causeway.images.probe;

import org.jspecify.annotations.NullMarked;
