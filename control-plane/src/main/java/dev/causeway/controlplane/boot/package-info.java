/**
 * The control plane as a process: configuration, wiring, life cycle and the management port.
 *
 * <p>The only package of the control plane that knows Spring. Beans are made and closed on the main
 * thread; endpoints read immutable reports from any thread.
 */
@NullMarked
package dev.causeway.controlplane.boot;

import org.jspecify.annotations.NullMarked;
