package dev.causeway.controlplane.stream;

/** Labels as they travel. */
public final class Labels {
  private Labels() {}

  /** Returns {@code label} as it travels. */
  public static dev.causeway.proto.v1.SnapshotLabel wire(SnapshotLabel label) {
    return dev.causeway.proto.v1.SnapshotLabel.newBuilder()
        .setPublishedUnixMillis(label.published().toEpochMilli())
        .setSerial(label.serial())
        .setReplica(label.replica())
        .putAllSourcePosition(label.position().highest())
        .build();
  }
}
