package dev.causeway.systemtests.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why one behaviour of OKD is not offered as it is there.
 *
 * @param id ID of the behaviour
 * @param kind what was decided
 * @param adr number of the decision record, empty where the behaviour is no contract
 * @param reason one sentence for somebody who comes from OKD
 */
record Decision(String id, Kind kind, String adr, String reason) {
  private static final Pattern ROW =
      Pattern.compile(
          "\\| ([A-Z]{2,3}-\\d{3}) \\| (deviates|n/a) \\| (\\d{4})? ?\\| (\\S.*\\S) \\|");

  /** What can be decided about a behaviour. */
  enum Kind {
    /** Something else happens, on purpose. */
    DEVIATES("deviates"),
    /** There is nothing it could apply to. */
    NOT_APPLICABLE("n/a");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Reads the rows of a Markdown table; whatever is no row of an ID is prose. */
  static List<Decision> read(Path file) throws IOException {
    List<Decision> decisions = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.matches("\\| ?[A-Z]{2,3}-\\d+.*")) {
        continue;
      }
      Matcher row = ROW.matcher(line);
      if (!row.matches()) {
        throw new IllegalArgumentException(
            file + ":" + number + ": not `| ID | deviates or n/a | ADR or nothing | reason |`");
      }
      Kind kind = row.group(2).equals("n/a") ? Kind.NOT_APPLICABLE : Kind.DEVIATES;
      String adr = row.group(3) == null ? "" : row.group(3);
      decisions.add(new Decision(row.group(1), kind, adr, row.group(4)));
    }
    return decisions;
  }

  /** Returns the reason, with the record it stands in. */
  String text() {
    return adr.isEmpty() ? reason : reason + " (ADR " + adr + ")";
  }
}
