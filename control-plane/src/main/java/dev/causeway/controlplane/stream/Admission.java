package dev.causeway.controlplane.stream;

import dev.causeway.proto.v1.Hello;
import io.grpc.Status;
import java.util.Optional;

/** Decides whether a Hello is answered. */
final class Admission {
  private Admission() {}

  /** Returns OK, or the status to refuse the stream with. */
  static Status check(Hello hello, PeerIdentity identity, SnapshotShelf shelf) {
    if (hello.getProtocolMin() > SubscriberSession.PROTOCOL
        || hello.getProtocolMax() < SubscriberSession.PROTOCOL) {
      return Status.FAILED_PRECONDITION.withDescription(
          "the router speaks protocol versions "
              + hello.getProtocolMin()
              + " to "
              + hello.getProtocolMax()
              + ", this control plane speaks "
              + SubscriberSession.PROTOCOL);
    }
    Optional<String> allowed = identity.allowedShard();
    if (allowed.isEmpty()) {
      return Status.PERMISSION_DENIED.withDescription(
          "the client certificate of "
              + identity
              + " names no shard; a router's certificate is for router.SHARD.causeway");
    }
    if (!allowed.get().equals(hello.getShard())) {
      return Status.PERMISSION_DENIED.withDescription(
          "the client certificate is for shard "
              + allowed.get()
              + ", the router asked for shard "
              + hello.getShard());
    }
    if (shelf.newest(hello.getShard()) == null) {
      return Status.UNAVAILABLE.withDescription(
          "no snapshot of shard " + hello.getShard() + " has been published yet");
    }
    return Status.OK;
  }
}
