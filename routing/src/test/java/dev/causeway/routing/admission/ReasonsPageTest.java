package dev.causeway.routing.admission;

import dev.causeway.testkit.docs.GeneratedPage;
import org.junit.jupiter.api.Test;

class ReasonsPageTest {

  @Test
  void pageSaysWhatTheEnumSays() {
    StringBuilder page = new StringBuilder();
    page.append("# Reasons for rejecting a Route\n\n")
        .append("Generated from `Reason`; do not edit. ")
        .append("A Route passes the stages in this order; the first that refuses decides.\n\n")
        .append("1. wildcard policy\n2. host\n3. contest for the host with older Routes\n")
        .append("4. external certificate\n5. extended validation\n\n")
        .append("| reason | meaning |\n|---|---|\n");
    for (Reason reason : Reason.values()) {
      page.append("| `")
          .append(reason.text())
          .append("` | ")
          .append(reason.meaning())
          .append(" |\n");
    }
    GeneratedPage.check("reasons.md", page.toString());
  }
}
