package dev.causeway.controlplane.status;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What writing status counts. */
final class StatusMeters {
  final Counter written;
  final Counter conflicts;
  final Counter forbidden;
  final Counter gone;
  final Counter failed;
  final Counter contended;
  final Counter eventsWritten;
  final Counter eventsRepeated;
  final Counter eventsDropped;

  StatusMeters(MeterRegistry registry) {
    written = writes(registry, "written");
    conflicts = writes(registry, "conflict");
    forbidden = writes(registry, "forbidden");
    gone = writes(registry, "gone");
    failed = writes(registry, "failed");
    contended = ControlPlaneMeter.STATUS_CONTENTIONS.counter().register(registry);
    eventsWritten = events(registry, "written");
    eventsRepeated = events(registry, "repeated");
    eventsDropped = events(registry, "dropped");
  }

  private static Counter writes(MeterRegistry registry, String outcome) {
    return ControlPlaneMeter.STATUS_WRITES.counter().tag("outcome", outcome).register(registry);
  }

  private static Counter events(MeterRegistry registry, String outcome) {
    return ControlPlaneMeter.STATUS_EVENTS.counter().tag("outcome", outcome).register(registry);
  }
}
