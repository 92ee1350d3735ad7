package dev.causeway.controlplane.status;

import dev.causeway.controlplane.leader.Leadership;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes Events of core/v1, which every version of {@code kubectl describe} reads; needs {@code
 * create} and {@code patch}.
 *
 * <p>The same event is one object whose count grows, and is written at most once in {@link
 * #REPEAT}; a Route gets at most {@value #PER_ROUTE} different ones in that time. A successor that
 * finds an event written leaves it. Events are a courtesy: what cannot be written is dropped.
 */
final class RouteEvents {
  private static final Logger LOG = LoggerFactory.getLogger(RouteEvents.class);
  static final Duration REPEAT = Duration.ofMinutes(5);
  static final int PER_ROUTE = 10;
  private static final int WAITING = 2_000;
  private static final int REMEMBERED = 20_000;

  private final KubernetesClient client;
  private final Leadership leadership;
  private final String replica;
  private final Clock clock;
  private final StatusMeters meters;
  private final Pace pace;
  private final BlockingQueue<RouteEvent> waiting = new ArrayBlockingQueue<>(WAITING);
  private final Map<RouteEvent, Told> told = recentlyUsed();
  private final Map<String, Burst> bursts = recentlyUsed();
  private volatile boolean usable = true;

  private static final class Told {
    private Instant lastWritten;
    private int count;

    Told(Instant lastWritten) {
      this.lastWritten = lastWritten;
      this.count = 1;
    }
  }

  private static final class Burst {
    private final Instant since;
    private int events;

    Burst(Instant since) {
      this.since = since;
    }
  }

  RouteEvents(
      KubernetesClient client,
      Leadership leadership,
      String replica,
      int perSecond,
      Clock clock,
      StatusMeters meters) {
    this.client = client;
    this.leadership = leadership;
    this.replica = replica;
    this.clock = clock;
    this.meters = meters;
    this.pace = new Pace(perSecond, perSecond * 5);
  }

  private static <K, V> Map<K, V> recentlyUsed() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }

  /** Takes an event; never waits. */
  void tell(RouteEvent event) {
    Instant now = clock.instant();
    synchronized (this) {
      Told before = told.get(event);
      if (before == null) {
        Burst burst = bursts.get(event.uid());
        if (burst == null || burst.since.plus(REPEAT).isBefore(now)) {
          burst = new Burst(now);
          bursts.put(event.uid(), burst);
        }
        if (++burst.events > PER_ROUTE) {
          meters.eventsDropped.increment();
          return;
        }
        told.put(event, new Told(now));
      } else {
        before.count++;
        if (before.lastWritten.plus(REPEAT).isAfter(now)) {
          meters.eventsRepeated.increment();
          return;
        }
        before.lastWritten = now;
      }
    }
    if (!waiting.offer(event)) {
      meters.eventsDropped.increment();
    }
  }

  /** Writes what is told until it is interrupted. */
  void run() {
    try {
      while (true) {
        RouteEvent event = waiting.take();
        pace.await();
        if (leadership.leads()) {
          write(event);
        }
      }
    } catch (InterruptedException e) {
      // The term ended.
    }
  }

  private void write(RouteEvent event) {
    int count;
    synchronized (this) {
      Told known = told.get(event);
      count = known == null ? 1 : known.count;
    }
    String now =
        DateTimeFormatter.ISO_INSTANT.format(clock.instant().truncatedTo(ChronoUnit.SECONDS));
    try {
      if (count == 1) {
        create(event, now);
      } else {
        repeat(event, count, now);
      }
      meters.eventsWritten.increment();
      if (!usable) {
        usable = true;
        LOG.info("Events can be written again");
      }
    } catch (RuntimeException e) {
      meters.eventsDropped.increment();
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      if (usable) {
        usable = false;
        LOG.warn("Events cannot be written and are dropped; nothing else is affected: {}", text(e));
      }
    }
  }

  private static String text(RuntimeException e) {
    return e instanceof KubernetesClientException refused && refused.getCode() == 403
        ? "the API server forbids it; allow create and patch of events"
        : String.valueOf(e.getMessage());
  }

  private void create(RouteEvent event, String now) {
    try {
      client.resource(object(event, now)).create();
    } catch (KubernetesClientException e) {
      // Told already, by this process before or by its predecessor.
      if (e.getCode() != 409) {
        throw e;
      }
    }
  }

  private void repeat(RouteEvent event, int count, String now) {
    try {
      client
          .resource(object(event, now))
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"count\":" + count + ",\"lastTimestamp\":\"" + now + "\"}");
    } catch (KubernetesClientException e) {
      // Events live for an hour; this one is told anew.
      if (e.getCode() != 404) {
        throw e;
      }
      create(event, now);
    }
  }

  private Event object(RouteEvent event, String now) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(event.route().namespace())
        .withName(event.name())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion("route.openshift.io/v1")
        .withKind("Route")
        .withNamespace(event.route().namespace())
        .withName(event.route().name())
        .withUid(event.uid())
        .endInvolvedObject()
        .withType("Warning")
        .withReason(event.reason())
        .withMessage(event.message())
        .withCount(1)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withNewSource()
        .withComponent("causeway")
        .endSource()
        .withReportingComponent("causeway")
        .withReportingInstance(replica)
        .build();
  }
}
