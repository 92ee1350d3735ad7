package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import dev.causeway.testkit.docs.GeneratedPage;
import dev.causeway.testkit.docs.MeterTable;
import dev.causeway.testkit.docs.PropertyTable;
import org.junit.jupiter.api.Test;

class ReferencePagesTest {

  @Test
  void pageSaysWhatTheRecordsSay() {
    GeneratedPage.checkSection(
        "docs/configuration.md", "control plane", PropertyTable.ofThisModule());
  }

  @Test
  void pageSaysWhatTheCatalogueSays() {
    MeterTable table = new MeterTable();
    for (ControlPlaneMeter meter : ControlPlaneMeter.values()) {
      table.add(meter.id(), meter.type().name(), meter.unit(), meter.meaning(), meter.tags());
    }
    GeneratedPage.checkSection("docs/metrics.md", "control plane", table.text());
  }
}
