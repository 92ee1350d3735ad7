/**
 * Why a request is served the way it is, answered from the index that serves it.
 *
 * <p>Depends on {@code match}, {@code model} and the verdicts of {@code admission}. Pure; any
 * thread may ask.
 */
@NullMarked
package dev.causeway.routing.explain;

import org.jspecify.annotations.NullMarked;
