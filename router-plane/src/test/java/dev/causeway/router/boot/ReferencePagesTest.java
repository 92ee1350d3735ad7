package dev.causeway.router.boot;

import dev.causeway.testkit.docs.GeneratedPage;
import dev.causeway.testkit.docs.MeterTable;
import dev.causeway.testkit.docs.PropertyTable;
import org.junit.jupiter.api.Test;

class ReferencePagesTest {

  @Test
  void pageSaysWhatTheRecordsSay() {
    GeneratedPage.checkSection("docs/configuration.md", "router", PropertyTable.ofThisModule());
  }

  @Test
  void pageSaysWhatTheCatalogueSays() {
    MeterTable table = new MeterTable();
    for (RouterMeter meter : RouterMeter.values()) {
      table.add(meter.id(), meter.type().name(), meter.unit(), meter.meaning(), meter.tags());
    }
    GeneratedPage.checkSection("docs/metrics.md", "router", table.text());
  }
}
