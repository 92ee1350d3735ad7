package dev.causeway.demo.check;

/**
 * How much the self-check does.
 *
 * @param repetitions how often each kind of change is made
 * @param downloadMegabytes size of each slow download, in units of 1,000,000 bytes
 * @param ratePerLane requests per second of each kind of client on each router
 */
public record SelfCheckOptions(int repetitions, int downloadMegabytes, int ratePerLane) {}
