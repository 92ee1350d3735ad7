/**
 * Asks routers whether they hold what a Route was compiled into: those of this process, or those of
 * all replicas that serve routers.
 *
 * <p>A survey belongs to the term of one leader and ends with it. {@code LocalSurvey} runs on the
 * threads of the shelf's watch; {@code RemoteSurvey} is one thread that owns all its state. Depends
 * on {@code stream}, {@code routing}, {@code proto} and gRPC.
 */
@NullMarked
package dev.causeway.controlplane.activation;

import org.jspecify.annotations.NullMarked;
