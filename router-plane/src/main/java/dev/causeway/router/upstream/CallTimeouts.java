package dev.causeway.router.upstream;

/**
 * Inactivity limits of a call.
 *
 * @param serverNanos longest silence of an endpoint that owes us something (RO-032, RO-033)
 * @param tunnelNanos longest silence of both sides after an upgrade (RO-034)
 * @param finNanos longest silence of a tunnel that is closed in one direction (RO-003, RO-005)
 */
public record CallTimeouts(long serverNanos, long tunnelNanos, long finNanos) {}
