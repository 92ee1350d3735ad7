package dev.causeway.controlplane.stream;

import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Goodbye;
import dev.causeway.proto.v1.Heartbeat;
import dev.causeway.proto.v1.InventoryRequest;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.UpToDate;
import dev.causeway.routing.version.Inventory;
import org.jspecify.annotations.Nullable;

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

  /**
   * Tells how things stand.
   *
   * @param settled config the router holds, if nothing is under way in either lane; else null, for
   *     then the router could not tell drift from delay
   */
  static ServerMessage heartbeat(
      ShelfSnapshot newest, long ageMillis, EndpointLane endpoints, @Nullable Inventory settled) {
    Heartbeat.Builder beat =
        Heartbeat.newBuilder()
            .setNewestRoot(WireIds.id(newest.config().id()))
            .setAgeMillis(ageMillis)
            .setEndpointSequence(endpoints.sequence());
    if (settled != null) {
      beat.setConfigRoot(WireIds.id(settled.id()));
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
