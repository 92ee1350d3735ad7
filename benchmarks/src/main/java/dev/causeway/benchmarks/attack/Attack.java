package dev.causeway.benchmarks.attack;

import java.io.IOException;

/**
 * One way to be a burden.
 *
 * @param name name on the command line
 * @param title what it does, for people
 * @param perSecond events a second
 * @param event what an event is, in the plural
 * @param attacker does it
 */
record Attack(String name, String title, int perSecond, String event, Attacker attacker) {

  /** The code of an attack. */
  interface Attacker {
    /** Attacks until the pace says that it is over; whatever was opened is closed then. */
    void run(Target target, Pace pace) throws IOException, InterruptedException;
  }
}
