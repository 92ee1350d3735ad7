package dev.causeway.router.upstream;

/**
 * Inactivity limits of a call.
 *
 * @param serverNanos longest silence of an endpoint that owes us something (RO-032, RO-033)
 * @param tunnelNanos longest silence of both sides after an upgrade (RO-034)
 * @param clientFinNanos longest silence of a tunnel whose endpoint has closed its half, while the
 *     client has not (RO-003)
 * @param serverFinNanos longest silence of a tunnel whose client has closed its half, while the
 *     endpoint has not (RO-005)
 */
public record CallTimeouts(
    long serverNanos, long tunnelNanos, long clientFinNanos, long serverFinNanos) {}
