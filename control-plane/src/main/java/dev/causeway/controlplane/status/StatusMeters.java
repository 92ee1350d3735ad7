package dev.causeway.controlplane.status;

import dev.causeway.controlplane.meters.ControlPlaneMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What writing status counts. */
final class StatusMeters {
  final Counter written;
  final Counter conflicts;
  final Counter forbidden;
  final Counter gone;
  final Counter failed;
  final Counter contended;
  final Counter decisions;
  final Counter activatedTogether;
  final Counter activatedAlone;
  final AtomicInteger notActivated = new AtomicInteger();
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
    decisions = ControlPlaneMeter.STATUS_DECISIONS.counter().register(registry);
    activatedTogether = activations(registry, "shared");
    activatedAlone = activations(registry, "own");
    ControlPlaneMeter.STATUS_NOT_ACTIVATED
        .gauge(notActivated, AtomicInteger::get)
        .register(registry);
    eventsWritten = events(registry, "written");
    eventsRepeated = events(registry, "repeated");
    eventsDropped = events(registry, "dropped");
  }

  private static Counter writes(MeterRegistry registry, String outcome) {
    return ControlPlaneMeter.STATUS_WRITES.counter().tag("outcome", outcome).register(registry);
  }

  private static Counter activations(MeterRegistry registry, String write) {
    return ControlPlaneMeter.STATUS_ACTIVATIONS.counter().tag("write", write).register(registry);
  }

  private static Counter events(MeterRegistry registry, String outcome) {
    return ControlPlaneMeter.STATUS_EVENTS.counter().tag("outcome", outcome).register(registry);
  }
}
