/**
 * The control plane, the routers and the origins as one system.
 *
 * <p>Driven by the main thread; the shutdown hook stops it.
 */
@NullMarked
package dev.causeway.demo.system;

import org.jspecify.annotations.NullMarked;
