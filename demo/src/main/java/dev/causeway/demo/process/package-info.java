/**
 * Starting, watching and stopping child processes.
 *
 * <p>Owns one reader thread per child. Depends on the JDK only.
 */
@NullMarked
package dev.causeway.demo.process;

import org.jspecify.annotations.NullMarked;
