package dev.causeway.snapctl.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages of some streams in the order in which they crossed the wire, as a file of lines:
 * {@code stream} begins a stream, {@code > } a message of the router, {@code < } one of the control
 * plane, both as the JSON form of protobuf.
 */
final class RecordedStream implements StreamTap.Listener {
  private static final String OPENED = "stream";
  private static final String ROUTER = "> ";
  private static final String CONTROL_PLANE = "< ";

  private final List<Event> events = new ArrayList<>();

  /** What happened. */
  sealed interface Event {
    /** A router connected. */
    record Opened() implements Event {}

    /** The router said something. */
    record Router(RouterMessage message) implements Event {}

    /** The control plane said something. */
    record ControlPlane(ServerMessage message) implements Event {}
  }

  @Override
  public synchronized void opened() {
    events.add(new Event.Opened());
  }

  @Override
  public synchronized void fromRouter(RouterMessage message) {
    events.add(new Event.Router(message));
  }

  @Override
  public synchronized void fromControlPlane(ServerMessage message) {
    events.add(new Event.ControlPlane(message));
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  static RecordedStream read(Path file) throws IOException {
    RecordedStream stream = new RecordedStream();
    for (String line : Files.readAllLines(file)) {
      if (line.equals(OPENED)) {
        stream.opened();
      } else if (line.startsWith(ROUTER)) {
        stream.fromRouter(parse(line, RouterMessage.newBuilder()).build());
      } else if (line.startsWith(CONTROL_PLANE)) {
        stream.fromControlPlane(parse(line, ServerMessage.newBuilder()).build());
      } else {
        throw new IOException(file + " has a line that is no message: " + line);
      }
    }
    return stream;
  }

  private static <B extends Message.Builder> B parse(String line, B builder)
      throws InvalidProtocolBufferException {
    // Strict: a field that was once recorded must not have been taken out of the contract.
    JsonFormat.parser().merge(line.substring(ROUTER.length()), builder);
    return builder;
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Event event : events()) {
      lines.add(
          switch (event) {
            case Event.Opened _ -> OPENED;
            case Event.Router(RouterMessage message) -> ROUTER + json(message);
            case Event.ControlPlane(ServerMessage message) -> CONTROL_PLANE + json(message);
          });
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, lines);
  }

  private static String json(MessageOrBuilder message) throws InvalidProtocolBufferException {
    return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
  }
}
