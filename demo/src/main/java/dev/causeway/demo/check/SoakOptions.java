package dev.causeway.demo.check;

/**
 * How long and how hard.
 *
 * @param seconds number of seconds with changes whose effect on memory counts
 * @param warmUpSeconds number of seconds with changes before that
 * @param ratePerLane visits per second of each kind of client on each router
 */
public record SoakOptions(int seconds, int warmUpSeconds, int ratePerLane) {}
