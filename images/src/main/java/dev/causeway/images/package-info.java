/**
 * The container images: what is in each, and how one is built without a container engine.
 *
 * <p>One thread runs one command. May use Jib, never the applications: they are known by path.
 */
@NullMarked
package dev.causeway.images;

import org.jspecify.annotations.NullMarked;
