package dev.causeway.benchmarks.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The attacker, a program of its own: its garbage and its compiler must not be what the bystander
 * feels. Reads {@code NAME SECONDS} from its input, attacks, and answers with a line of {@link
 * AttackerProcess.Score}; ends with its input.
 */
final class AttackerProgram {
  private AttackerProgram() {}

  /** Attacks the ports of plain HTTP and of TLS that the arguments name. */
  public static void main(String[] arguments) throws IOException {
    Target target =
        new Target(0, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), 0);
    List<Attack> attacks =
        Stream.concat(Attacks.all().stream(), SlowHttpTest.all().stream()).toList();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      Attack attack =
          attacks.stream().filter(each -> each.name().equals(words[0])).findFirst().orElseThrow();
      Pace pace = new Pace(attack.perSecond(), Duration.ofSeconds(Integer.parseInt(words[1])));
      System.out.println(score(attack, target, pace).line());
    }
  }

  private static AttackerProcess.Score score(Attack attack, Target target, Pace pace) {
    String trouble = "";
    try {
      attack.attacker().run(target, pace);
    } catch (IOException e) {
      trouble = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      trouble = "it was interrupted";
    }
    return new AttackerProcess.Score(pace.events(), pace.cuts(), trouble);
  }
}
