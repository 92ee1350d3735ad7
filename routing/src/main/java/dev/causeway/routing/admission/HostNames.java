package dev.causeway.routing.admission;

import org.jspecify.annotations.Nullable;

/** Rules for host names (RT-007, RT-069). Nothing is normalised. */
final class HostNames {
  private static final int MOST = 253;
  private static final int MOST_LABEL = 63;

  private HostNames() {}

  /** Returns what is wrong with {@code host}, as the rest of a sentence, or null. */
  static @Nullable String problem(String host) {
    if (host.length() > MOST) {
      return "is longer than 253 characters";
    }
    if (host.startsWith("*.")) {
      return "begins with a literal *; write any first label and wildcardPolicy: Subdomain";
    }
    if (host.endsWith(".")) {
      return "ends with a dot; remove it";
    }
    for (String label : host.split("\\.", -1)) {
      String problem = labelProblem(label);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable String labelProblem(String label) {
    if (label.isEmpty()) {
      return "has an empty label";
    }
    if (label.length() > MOST_LABEL) {
      return "has a label of more than 63 characters";
    }
    for (int i = 0; i < label.length(); i++) {
      char c = label.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return "has upper-case letters; write it in lower case";
      }
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
        return "is not a DNS name; use lower-case letters, digits and - in labels between dots";
      }
    }
    return label.startsWith("-") || label.endsWith("-")
        ? "has a label that begins or ends with -"
        : null;
  }

  /** Returns everything after the first label; empty where there is only one. */
  static String parent(String host) {
    int dot = host.indexOf('.');
    return dot < 0 ? "" : host.substring(dot + 1);
  }
}
