package dev.causeway.controlplane.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.causeway.controlplane.source.SourceUpdate;
import dev.causeway.routing.compile.CompileOptions;
import dev.causeway.routing.compile.CompileUpdate;
import dev.causeway.routing.input.InputChange;
import dev.causeway.routing.input.InputKind;
import dev.causeway.routing.input.Metadata;
import dev.causeway.routing.input.ObjectKey;
import dev.causeway.routing.input.Origin;
import dev.causeway.routing.input.SecretInput;
import dev.causeway.routing.model.KeyMaterial;
import dev.causeway.routing.model.TicketKeys;
import dev.causeway.routing.model.TicketKeys.TicketKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that follow the clock, through a real pipeline. */
class EpochFeedTest {
  private static final class HandClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-25T11:59:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  private final HandClock clock = new HandClock();
  private final LinkedBlockingQueue<TicketKeys> published = new LinkedBlockingQueue<>();
  private final Pipeline pipeline =
      new Pipeline(
          new ShardSet(
              List.of("default"),
              shard ->
                  new CompileOptions(
                      shard,
                      "",
                      "ops",
                      false,
                      true,
                      Set.of(),
                      "tickets",
                      "openshift-config",
                      null)),
          new SnapshotPublisher() {
            @Override
            public void publish(String shard, CompileUpdate update) {
              update.upserts().stream()
                  .filter(TicketKeys.class::isInstance)
                  .forEach(keys -> published.add((TicketKeys) keys));
            }

            @Override
            public void confirm(String shard) {}
          },
          new SimpleMeterRegistry());
  private final EpochFeed feed = new EpochFeed(clock, Duration.ofHours(12), pipeline::feed);

  @AfterEach
  void stop() {
    feed.close();
    pipeline.close();
  }

  private static SourceUpdate secret() {
    return new SourceUpdate(
        List.of(
            new InputChange.Put(
                new SecretInput(
                    new ObjectKey(InputKind.SECRET, "ops", "tickets"),
                    Metadata.EMPTY,
                    Origin.UNKNOWN,
                    "Opaque",
                    Map.of("key", KeyMaterial.ofText("0123456789abcdef0123456789abcdef"))))),
        List.of(),
        Map.of(),
        0);
  }

  private List<String> next() throws InterruptedException {
    TicketKeys keys = published.poll(20, TimeUnit.SECONDS);
    assertThat(keys).as("published keys").isNotNull();
    return keys.keys().stream().map(TicketKey::id).toList();
  }

  @Test
  void epochWaitsForTheSourceAndRotationNeedsNoChangeOfTheCluster() throws Exception {
    pipeline.start();
    feed.start();
    pipeline.unreadable("not yet");
    pipeline.changed(secret());
    List<String> first = next();

    clock.now = Instant.parse("2026-11-25T12:00:00Z");
    feed.look();
    List<String> second = next();
    assertThat(second.subList(0, 2)).containsExactly(first.get(2), first.get(0));

    feed.look();
    assertThat(published).as("nothing where the epoch is the same").isEmpty();
  }
}
