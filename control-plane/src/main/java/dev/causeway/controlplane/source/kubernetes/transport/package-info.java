/**
 * The HTTP client of everything that asks a cluster's API: the JDK's, whose WebSockets notice when
 * nobody is there any more. Depends on {@code java.net.http} and the fabric8 client.
 */
@NullMarked
package dev.causeway.controlplane.source.kubernetes.transport;

import org.jspecify.annotations.NullMarked;
