package dev.causeway.controlplane.stream;

import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.Goodbye;
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

  static ServerMessage upToDate(ShelfSnapshot newest) {
    return ServerMessage.newBuilder()
        .setUpToDate(
            UpToDate.newBuilder()
                .setTargetRoot(WireIds.id(newest.config().id()))
                .setLabel(Labels.wire(newest.label())))
        .build();
  }
}
