package dev.causeway.controlplane.boot;

import dev.causeway.controlplane.pipeline.EpochFeed;
import dev.causeway.controlplane.pipeline.Pipeline;
import dev.causeway.controlplane.pipeline.PublicationGate;
import dev.causeway.controlplane.pipeline.ShardSet;
import dev.causeway.controlplane.pipeline.SnapshotPublisher;
import dev.causeway.controlplane.revocation.RevocationListFeed;
import dev.causeway.controlplane.source.ClusterSource;
import dev.causeway.controlplane.stream.SnapshotShelf;
import dev.causeway.controlplane.stream.SourcePosition;
import dev.causeway.routing.compile.CompileUpdate;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Wires source, pipeline, shelf and servers. */
@Configuration(proxyBeanMethods = false)
class ControlPlaneConfiguration {

  @Bean
  ManagementOnlyServerFactory reactiveWebServerFactory() {
    return new ManagementOnlyServerFactory();
  }

  @Bean
  SnapshotShelf snapshotShelf(ShardProperties properties, Clock clock) {
    return new SnapshotShelf(properties.replica(), clock);
  }

  @Bean(destroyMethod = "")
  Pipeline pipeline(
      ShardProperties properties,
      List<SnapshotPublisher> publishers,
      ObjectProvider<PublicationGate> gate,
      MeterRegistry meters) {
    return new Pipeline(
        new ShardSet(properties.shards(), properties::options),
        new EveryPublisher(publishers),
        gate.getIfAvailable(() -> PublicationGate.OPEN),
        meters);
  }

  @Bean(destroyMethod = "")
  EpochFeed epochFeed(ShardProperties properties, Pipeline pipeline, Clock clock) {
    return new EpochFeed(clock, properties.ticketKeys().rotation(), pipeline::feed);
  }

  /** Only where routers are served: nobody else needs the lists. */
  @Bean
  @ConditionalOnRole(Role.SERVE)
  RevocationListFeed revocationListFeed(Clock clock, ObjectProvider<Pipeline> pipeline) {
    return new RevocationListFeed(
        clock, RevocationListFeed.RETRY, change -> pipeline.getObject().feed(change));
  }

  /** First, so that whoever hears of a verdict finds on the shelf what came with it. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SnapshotPublisher shelfPublisher(SnapshotShelf shelf) {
    return new ShelfPublisher(shelf);
  }

  @Bean
  ControlPlaneLifecycle controlPlaneLifecycle(
      ClusterSource source,
      ServerProperties servers,
      RoleProperties roles,
      Pipeline pipeline,
      EpochFeed epochs,
      SnapshotShelf shelf,
      Clock clock) {
    return new ControlPlaneLifecycle(source, servers, roles, pipeline, epochs, shelf, clock);
  }

  /** Ready as soon as everything there is has been published once, where anything is published. */
  @Bean
  HealthIndicator firstSnapshotHealthIndicator(Pipeline pipeline, RoleProperties roles) {
    return () ->
        !roles.compiles() || pipeline.firstPublication().isDone()
            ? Health.up().build()
            : Health.outOfService().build();
  }

  @Bean
  SnapshotEndpoint snapshotEndpoint(Pipeline pipeline, SnapshotShelf shelf) {
    return new SnapshotEndpoint(pipeline, shelf);
  }

  @Bean
  ControlPlaneMeters controlPlaneMeters(Pipeline pipeline, SnapshotShelf shelf) {
    return new ControlPlaneMeters(pipeline, shelf);
  }

  private record EveryPublisher(List<SnapshotPublisher> publishers) implements SnapshotPublisher {
    @Override
    public void publish(String shard, CompileUpdate update) {
      publishers.forEach(publisher -> publisher.publish(shard, update));
    }

    @Override
    public void publish(String shard, CompileUpdate update, Map<String, Long> versions) {
      publishers.forEach(publisher -> publisher.publish(shard, update, versions));
    }

    @Override
    public void confirm(String shard) {
      publishers.forEach(publisher -> publisher.confirm(shard));
    }

    @Override
    public void confirm(String shard, Map<String, Long> versions) {
      publishers.forEach(publisher -> publisher.confirm(shard, versions));
    }
  }

  private record ShelfPublisher(SnapshotShelf shelf) implements SnapshotPublisher {
    @Override
    public void publish(String shard, CompileUpdate update) {
      shelf.publish(shard, update);
    }

    @Override
    public void publish(String shard, CompileUpdate update, Map<String, Long> versions) {
      shelf.publish(shard, update, new SourcePosition(versions));
    }

    @Override
    public void confirm(String shard) {
      shelf.confirm(shard);
    }

    @Override
    public void confirm(String shard, Map<String, Long> versions) {
      shelf.confirm(shard, new SourcePosition(versions));
    }
  }
}
