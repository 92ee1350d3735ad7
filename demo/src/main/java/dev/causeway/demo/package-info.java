/** The embedded demo: process supervisor, demo origins and self-check. */
@NullMarked
package dev.causeway.demo;

import org.jspecify.annotations.NullMarked;
