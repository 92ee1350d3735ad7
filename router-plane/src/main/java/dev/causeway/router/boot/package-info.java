/**
 * The application: properties, wiring, life cycle, health and meters.
 *
 * <p>The only package that knows all others. Spring starts and stops its beans on the main thread
 * and the shutdown hook; nothing here runs on an event loop but what it hands over.
 */
@NullMarked
package dev.causeway.router.boot;

import org.jspecify.annotations.NullMarked;
