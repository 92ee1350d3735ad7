package dev.causeway.controlplane.stream;

import dev.causeway.proto.v1.ServerMessage;
import io.grpc.Status;

/** The sending half of one stream; called by the session's executor only. */
interface Outbound {
  /** Returns whether a message would be sent rather than buffered. */
  boolean isReady();

  void send(ServerMessage message);

  /** Ends the stream as planned. */
  void complete();

  /** Ends the stream with {@code status}. */
  void fail(Status status);
}
