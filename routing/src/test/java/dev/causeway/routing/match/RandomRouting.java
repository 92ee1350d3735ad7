package dev.causeway.routing.match;

import dev.causeway.routing.model.InsecurePolicy;
import dev.causeway.routing.model.Rule;
import dev.causeway.routing.model.Termination;
import dev.causeway.routing.model.VirtualHost;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Random hosts and requests that meet often enough to be worth comparing. */
public final class RandomRouting {
  private static final String[] SEGMENTS = {"foo", "fo", "bar", "a.b", "foo;v=1", "%2F", "!x", "é"};
  private static final String[] LABELS = {"a", "b", "ab", "www", "x-1"};
  private static final String[] PARENTS = {"d", "apps.test", "b.apps.test", "example.com"};
  private static final String[] AUTHORITY_ENDS = {"", ":80", ".", ".:8443", ":", ":abc", ".."};

  private RandomRouting() {}

  /** Returns a host with up to six rules. */
  public static VirtualHost host(Random random, String name) {
    Map<String, Rule> byPath = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      Termination termination = pick(random, Termination.values());
      InsecurePolicy policy =
          termination == Termination.NONE
              ? InsecurePolicy.NONE
              : pick(random, policies(termination));
      String path = termination == Termination.PASSTHROUGH ? "" : path(random);
      byPath.putIfAbsent(path, Hosts.rule("r" + i, path, termination, policy));
    }
    VirtualHost host = Hosts.host(name, byPath.values().toArray(Rule[]::new));
    return random.nextBoolean() ? Hosts.withCertificate(host, "c") : host;
  }

  private static InsecurePolicy[] policies(Termination termination) {
    return termination == Termination.PASSTHROUGH
        ? new InsecurePolicy[] {InsecurePolicy.NONE, InsecurePolicy.REDIRECT}
        : InsecurePolicy.values();
  }

  /** Returns the name of an exact host or of a wildcard. */
  public static String hostName(Random random) {
    return random.nextInt(3) == 0 ? "*." + pick(random, PARENTS) : name(random);
  }

  /** Returns an authority for {@code name}, often with port, dot or capital letters. */
  public static String authority(Random random, String name) {
    return mixCase(random, name) + pick(random, AUTHORITY_ENDS);
  }

  /** Returns a host name. */
  public static String name(Random random) {
    return pick(random, LABELS) + "." + pick(random, PARENTS);
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      path.append('/').append(random.nextInt(8) == 0 ? "" : pick(random, SEGMENTS));
    }
    return random.nextInt(3) == 0 ? path.append('/').toString() : path.toString();
  }

  /** Returns a request target. */
  public static String target(Random random) {
    if (random.nextInt(30) == 0) {
      return "*";
    }
    String path = RequestTarget.wireForm(path(random));
    String tail = random.nextInt(4) == 0 ? pick(random, SEGMENTS) : "";
    String query = random.nextInt(4) == 0 ? "?x=/foo" : "";
    if (random.nextInt(10) == 0) {
      return "http://whatever:80" + path + query;
    }
    return path.isEmpty() ? "/" + query : path + RequestTarget.wireForm(tail) + query;
  }

  static String mixCase(Random random, String name) {
    StringBuilder mixed = new StringBuilder(name);
    int at = random.nextInt(name.length());
    mixed.setCharAt(at, Character.toUpperCase(name.charAt(at)));
    return mixed.toString();
  }

  static <E> E pick(Random random, E[] from) {
    return from[random.nextInt(from.length)];
  }
}
