package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * What one source address may ask of a rule, counted by each router on its own (AN-015 to AN-018,
 * AN-039, AN-040). Numbers of 0 and below refuse everything.
 *
 * @param concurrent the how-manieth connection, or request of an HTTP rule, at a time is the first
 *     one refused; null for no limit
 * @param connections the how-manieth new connection, or request of an HTTP rule, within 3 seconds
 *     is the first one refused; null for no limit
 * @param requests how many requests within 10 seconds pass; null for no limit. Without meaning for
 *     passthrough
 * @param answered whether refused requests are answered with 429 instead of being cut (AN-041)
 */
public record RateLimits(
    @Nullable Integer concurrent,
    @Nullable Integer connections,
    @Nullable Integer requests,
    boolean answered) {}
