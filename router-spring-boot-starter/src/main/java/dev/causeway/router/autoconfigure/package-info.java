/**
 * What the starter adds to an application. Runs once at start, on the thread that starts the
 * application; depends on the router's configuration classes and on Spring Boot.
 */
@NullMarked
package dev.causeway.router.autoconfigure;

import org.jspecify.annotations.NullMarked;
