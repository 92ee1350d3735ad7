package dev.causeway.router.boot;

import dev.causeway.router.sync.StandingRejection;
import dev.causeway.router.sync.SyncStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** The actuator endpoint {@code snapshot}: what this router serves and how far it follows. */
@Endpoint(id = "snapshot")
final class SnapshotEndpoint {

  /**
   * The answer.
   *
   * @param shard shard this router serves
   * @param origin where the serving configuration came from
   * @param connected whether a stream is open
   * @param controlPlane target of the stream or of the last attempt
   * @param offered id of what the control plane said last
   * @param effective id of what serves
   * @param endpointsRoot id of the endpoint lane
   * @param ageSeconds time since the last commit or confirmation, or null before the first
   * @param silentSeconds time since the control plane was last heard, or null before the first
   * @param sourceAgeMillis age of the control plane's own view by its last heartbeat
   * @param commits transactions committed since the start
   * @param rejections what is not served as offered
   * @param lastError sentence about the last failed attempt to connect, or null
   */
  record Answer(
      String shard,
      String origin,
      boolean connected,
      String controlPlane,
      String offered,
      String effective,
      String endpointsRoot,
      @Nullable Long ageSeconds,
      @Nullable Long silentSeconds,
      long sourceAgeMillis,
      long commits,
      List<Rejected> rejections,
      @Nullable String lastError) {}

  /**
   * One resource that is not served as offered.
   *
   * @param resource the resource
   * @param version version that was rejected
   * @param code kind of problem
   * @param field field of the resource, possibly empty
   * @param message sentence for people
   * @param kept version that serves instead, or null
   */
  record Rejected(
      String resource,
      String version,
      String code,
      String field,
      String message,
      @Nullable String kept) {}

  private final SnapshotFollower follower;
  private final RouterProperties properties;
  private final Clock clock;

  SnapshotEndpoint(SnapshotFollower follower, RouterProperties properties, Clock clock) {
    this.follower = follower;
    this.properties = properties;
    this.clock = clock;
  }

  /** Returns the state of the snapshot stream and of what serves. */
  @ReadOperation
  Answer snapshot() {
    SyncStatus status = follower.status();
    return new Answer(
        properties.shard(),
        status.origin().name(),
        status.connected(),
        status.controlPlane(),
        status.offered().text(),
        status.effective().text(),
        status.endpointsRoot().text(),
        seconds(status.committed()),
        seconds(status.lastHeard()),
        status.sourceAgeMillis(),
        status.counters().commits(),
        status.rejections().stream().map(SnapshotEndpoint::rejected).toList(),
        status.lastError());
  }

  private @Nullable Long seconds(@Nullable Instant since) {
    return since == null ? null : Duration.between(since, clock.instant()).toSeconds();
  }

  private static Rejected rejected(StandingRejection rejection) {
    return new Rejected(
        rejection.key().toString(),
        rejection.hash().toString(),
        rejection.problem().code().name(),
        rejection.problem().field(),
        rejection.problem().message(),
        rejection.kept() == null ? null : rejection.kept().toString());
  }
}
