package dev.causeway.routing.model;

import org.jspecify.annotations.Nullable;

/**
 * The cookie that brings a client back to its endpoint (RO-045 to RO-052).
 *
 * @param cookie name of the cookie, letters, digits, {@code _} and {@code -} (RO-046)
 * @param sameSite value of {@code SameSite}, which is sent together with {@code Secure}; null means
 *     neither, as for rules that are served without TLS too (RO-048)
 */
public record Affinity(String cookie, @Nullable SameSite sameSite) {}
