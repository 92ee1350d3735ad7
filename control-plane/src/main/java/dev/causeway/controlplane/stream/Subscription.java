package dev.causeway.controlplane.stream;

import dev.causeway.proto.codec.UndecodableResourceException;
import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.Rejection;
import dev.causeway.proto.v1.RejectionCode;
import dev.causeway.proto.v1.StandingRejections;
import dev.causeway.routing.version.SnapshotId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a router said about itself: its Hello, and since then its results.
 *
 * <p>Used by the session's executor only.
 */
final class Subscription {
  private static final String CODE_PREFIX = "REJECTION_CODE_";

  private final String shard;
  private final String router;
  private final String build;
  private @Nullable SnapshotId effective;
  private List<RouterRejection> rejections;
  private long rejectionCount;

  Subscription(Hello hello) throws UndecodableResourceException {
    this.shard = hello.getShard();
    this.router = hello.getRouter();
    this.build = hello.getBuild();
    this.effective = WireIds.id(hello.getEffectiveRoot());
    this.rejections = rejections(hello.getRejectionsList());
    this.rejectionCount = hello.getRejectionCount();
  }

  String shard() {
    return shard;
  }

  String router() {
    return router;
  }

  String build() {
    return build;
  }

  @Nullable SnapshotId effective() {
    return effective;
  }

  List<RouterRejection> rejections() {
    return rejections;
  }

  long rejectionCount() {
    return rejectionCount;
  }

  void activated(SnapshotId id, List<Rejection> standing, long count) {
    effective = id;
    rejections = rejections(standing);
    rejectionCount = count;
  }

  void rejected(StandingRejections standing) {
    rejections = rejections(standing.getRejectionsList());
    rejectionCount = standing.getRejectionCount();
  }

  private static List<RouterRejection> rejections(List<Rejection> wire) {
    return wire.stream().map(Subscription::understood).flatMap(Optional::stream).toList();
  }

  /** A rejection of an unknown kind cannot be about something this control plane sent. */
  private static Optional<RouterRejection> understood(Rejection rejection) {
    try {
      return Optional.of(
          new RouterRejection(
              WireIds.key(rejection.getId()),
              WireIds.hash(rejection.getHash()),
              code(rejection.getCode()),
              rejection.getField(),
              rejection.getMessage(),
              rejection.hasKeptHash() ? WireIds.hash(rejection.getKeptHash()) : null));
    } catch (UndecodableResourceException e) {
      return Optional.empty();
    }
  }

  private static String code(RejectionCode code) {
    String name = code.name();
    return name.startsWith(CODE_PREFIX) ? name.substring(CODE_PREFIX.length()) : name;
  }
}
