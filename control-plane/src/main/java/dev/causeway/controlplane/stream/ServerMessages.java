package dev.causeway.controlplane.stream;

import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Goodbye;
import dev.causeway.proto.v1.Heartbeat;
import dev.causeway.proto.v1.InventoryRequest;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.UpToDate;

/** The short messages of a control plane. */
final class ServerMessages {
  private ServerMessages() {}

  static ServerMessage goodbye(String reason) {
    return ServerMessage.newBuilder().setGoodbye(Goodbye.newBuilder().setReason(reason)).build();
  }

  static ServerMessage inventoryRequest() {
    return ServerMessage.newBuilder()
        .setInventoryRequest(InventoryRequest.getDefaultInstance())
        .build();
  }

  /** Tells the root of the endpoint lane only if {@code settled}: nothing is under way. */
  static ServerMessage heartbeat(
      ShelfSnapshot newest, long ageMillis, EndpointLane endpoints, boolean settled) {
    Heartbeat.Builder beat =
        Heartbeat.newBuilder()
            .setNewestRoot(WireIds.id(newest.config().id()))
            .setAgeMillis(ageMillis)
            .setEndpointSequence(endpoints.sequence());
    if (settled) {
      beat.setEndpointsRoot(WireIds.id(endpoints.sent().id()));
    }
    return ServerMessage.newBuilder().setHeartbeat(beat).build();
  }

  static ServerMessage upToDate(ShelfSnapshot newest) {
    return ServerMessage.newBuilder()
        .setUpToDate(
            UpToDate.newBuilder()
                .setTargetRoot(WireIds.id(newest.config().id()))
                .setLabel(Labels.wire(newest.label())))
        .build();
  }
}
