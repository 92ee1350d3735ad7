package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.status.ShadowDifference;
import dev.causeway.controlplane.status.ShadowReport;
import dev.causeway.controlplane.status.StatusShadow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code /actuator/shadow}: where our verdicts differ from the status that others wrote. */
@Endpoint(id = "shadow")
class ShadowEndpoint {
  private final StatusShadow shadow;

  ShadowEndpoint(StatusShadow shadow) {
    this.shadow = shadow;
  }

  /** Returns what stands at this moment. */
  @ReadOperation
  Body shadow() {
    ShadowReport report = shadow.report();
    Map<String, Integer> counts = new TreeMap<>();
    report.counts().forEach((kind, count) -> counts.put(kind.text(), count));
    return new Body(
        report.settled(),
        Objects.toString(report.compared(), ""),
        report.routers(),
        report.routes(),
        report.total(),
        counts,
        report.differences().stream().map(ShadowEndpoint::difference).toList());
  }

  private static Difference difference(ShadowReport.Standing standing) {
    ShadowDifference difference = standing.difference();
    return new Difference(
        difference.kind().text(),
        difference.route(),
        difference.router(),
        difference.field(),
        difference.ours(),
        difference.theirs(),
        difference.ourMessage(),
        difference.theirMessage(),
        standing.since().toString());
  }

  /** Everything; before it is settled, nothing but that. */
  record Body(
      boolean settled,
      String compared,
      List<String> routers,
      int routes,
      int total,
      Map<String, Integer> counts,
      List<Difference> differences) {}

  /** One difference. */
  record Difference(
      String kind,
      String route,
      String router,
      String field,
      String ours,
      String theirs,
      String ourMessage,
      String theirMessage,
      String since) {}
}
