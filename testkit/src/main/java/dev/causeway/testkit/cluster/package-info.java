/**
 * Tests that need a real Kubernetes API server, and the record of those that passed on one. Uses
 * fabric8, which the modules with such tests bring.
 */
@NullMarked
package dev.causeway.testkit.cluster;

import org.jspecify.annotations.NullMarked;
