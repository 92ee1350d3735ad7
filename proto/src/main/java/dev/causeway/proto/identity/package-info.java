/**
 * Who the two ends of a connection are: mutual TLS identities as PEM files.
 *
 * <p>Immutable values, made by whichever thread reads the files. Depends on the JDK and on gRPC's
 * PEM reader.
 */
@NullMarked
package dev.causeway.proto.identity;

import org.jspecify.annotations.NullMarked;
