/** Certificates for tests, made when they are needed. */
@NullMarked
package dev.causeway.testkit.tls;

import org.jspecify.annotations.NullMarked;
