package dev.causeway.controlplane.inspect;

import dev.causeway.proto.v1.SnapshotHeader;
import dev.causeway.proto.v1.SnapshotItem;
import dev.causeway.routing.model.Resource;
import dev.causeway.routing.version.Snapshot;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Iterator;

/** Streams the resources of a snapshot as fast as the reader takes them. */
final class SnapshotDump {
  private final ServerCallStreamObserver<SnapshotItem> responses;
  private final SnapshotHeader header;
  private final Snapshot snapshot;
  private final Iterator<Resource> remaining;
  private boolean done;

  SnapshotDump(
      ServerCallStreamObserver<SnapshotItem> responses,
      SnapshotHeader header,
      Snapshot snapshot,
      Iterator<Resource> remaining) {
    this.responses = responses;
    this.header = header;
    this.snapshot = snapshot;
    this.remaining = remaining;
  }

  /** Begins; gRPC calls {@link #pump} again whenever there is room. Both on the call's thread. */
  void start() {
    responses.onNext(SnapshotItem.newBuilder().setHeader(header).build());
    responses.setOnReadyHandler(this::pump);
    pump();
  }

  private void pump() {
    while (!done && responses.isReady()) {
      if (remaining.hasNext()) {
        Resource resource = remaining.next();
        responses.onNext(
            SnapshotItem.newBuilder()
                .setResource(Views.resource(resource, snapshot.hash(resource.key())))
                .build());
      } else {
        done = true;
        responses.onCompleted();
      }
    }
  }
}
