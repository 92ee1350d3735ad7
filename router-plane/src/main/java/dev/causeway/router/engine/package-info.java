/**
 * The proxy engine: routes an exchange, forwards it to an endpoint, answers what cannot be
 * forwarded, and counts what happened.
 *
 * <p>Everything runs on the event loop of the exchange, with upstream connections of that event
 * loop, and never blocks. Both paths, express and gateway, end here. Depends on {@code config} and
 * what plans consist of, {@code upstream} and {@code exchange}.
 */
@NullMarked
package dev.causeway.router.engine;

import org.jspecify.annotations.NullMarked;
