package dev.causeway.demo.material;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One example manifest and its placeholders.
 *
 * @param text content as it stands in the repository
 */
public record Example(String text) {
  private static final Pattern WHOLE_VALUE =
      Pattern.compile("(?m)^( *)([^\\n#]*?): \\$\\{demo\\.(ca|certificate|key)(?::([^}]+))?}[ ]*$");
  private static final Pattern PORT = Pattern.compile("\\$\\{demo\\.(port|tls-port):([a-z0-9-]+)}");
  private static final String ADDRESS = "${demo.address}";
  private static final String NOTE =
      "# Filled in from examples/: keys, addresses and ports are those of this run.\n";

  /** What placeholders become. */
  public interface Values {
    /** Returns the authority's certificate. */
    String authority();

    /** Returns certificate and key for a DNS name, the same pair for the same name. */
    Pair pair(String dnsName);

    /** Returns the address of every origin. */
    String address();

    /** Returns the port of an origin. */
    int port(String origin, boolean tls);
  }

  /**
   * A certificate with its key, both PEM.
   *
   * @param certificate chain, leaf first
   * @param key private key
   */
  public record Pair(String certificate, String key) {
    @Override
    public String toString() {
      return "Pair[certificate=" + certificate.length() + " characters]";
    }
  }

  /** Returns the origins the manifest names, and whether they speak TLS. */
  public Map<String, Boolean> origins() {
    Map<String, Boolean> origins = new HashMap<>();
    Matcher matcher = PORT.matcher(text);
    while (matcher.find()) {
      origins.put(matcher.group(2), matcher.group(1).equals("tls-port"));
    }
    return origins;
  }

  /** Returns the manifest with its placeholders filled in; without any, it stays as it is. */
  public String filledIn(Values values) {
    ToIntFunction<Matcher> port =
        match -> values.port(match.group(2), match.group(1).equals("tls-port"));
    Function<Matcher, String> pem =
        match ->
            match.group(1)
                + match.group(2)
                + ": |\n"
                + indented(material(match, values), match.group(1).length() + 2);
    String filled = replace(WHOLE_VALUE, text, pem);
    filled = replace(PORT, filled, match -> Integer.toString(port.applyAsInt(match)));
    filled = filled.replace(ADDRESS, values.address());
    return filled.equals(text) ? text : NOTE + filled;
  }

  private static String replace(Pattern pattern, String text, Function<Matcher, String> by) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(result, Matcher.quoteReplacement(by.apply(matcher)));
    }
    return matcher.appendTail(result).toString();
  }

  private static String material(Matcher match, Values values) {
    String name = match.group(4) == null ? "" : match.group(4);
    return switch (match.group(3)) {
      case "certificate" -> values.pair(name).certificate();
      case "key" -> values.pair(name).key();
      default -> values.authority();
    };
  }

  private static String indented(String pem, int spaces) {
    return pem.stripTrailing().indent(spaces).stripTrailing();
  }
}
