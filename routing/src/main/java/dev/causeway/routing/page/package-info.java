/**
 * Error pages as administrators write them: complete HTTP responses as text.
 *
 * <p>Pure functions over immutable data. Depends on the JDK only.
 */
@NullMarked
package dev.causeway.routing.page;

import org.jspecify.annotations.NullMarked;
