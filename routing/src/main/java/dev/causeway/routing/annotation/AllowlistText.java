package dev.causeway.routing.annotation;

import dev.causeway.routing.model.Network;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The text of an allowlist, read the way OKD's router does (AN-033, AN-034).
 *
 * @param networks the valid entries in order, none for an empty text
 * @param dropped the entries that are neither address nor network
 */
record AllowlistText(List<Network> networks, List<String> dropped) {
  AllowlistText {
    networks = List.copyOf(networks);
    dropped = List.copyOf(dropped);
  }

  /**
   * Returns the list, or empty where all of it is ignored: with blanks around it, line breaks in
   * it, or no valid entry.
   */
  static Optional<AllowlistText> parse(String text) {
    if (text.isEmpty()) {
      return Optional.of(new AllowlistText(List.of(), List.of()));
    }
    boolean framed = !text.equals(text.strip());
    if (framed || text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      return Optional.empty();
    }
    SequencedSet<Network> networks = new LinkedHashSet<>();
    List<String> dropped = new ArrayList<>();
    for (String entry : text.split("\\s+", -1)) {
      Network.parse(entry).ifPresentOrElse(networks::add, () -> dropped.add(entry));
    }
    return networks.isEmpty()
        ? Optional.empty()
        : Optional.of(new AllowlistText(List.copyOf(networks), dropped));
  }
}
