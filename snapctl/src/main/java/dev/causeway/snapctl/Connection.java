package dev.causeway.snapctl;

import dev.causeway.proto.v1.InspectionGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/** An open channel to an inspection service. */
final class Connection implements AutoCloseable {
  private static final long CALL_SECONDS = 20;
  private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

  private final String server;
  private final ManagedChannel channel;

  private Connection(String server, ManagedChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  static Connection open(String server, Path cert, Path key, Path ca) throws SnapctlException {
    int colon = server.lastIndexOf(':');
    if (colon <= 0 || !server.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new SnapctlException(
          SnapctlException.USAGE, "the server '" + server + "' is not of the form host:port");
    }
    String host = server.substring(0, colon).replace("[", "").replace("]", "");
    int port = Integer.parseInt(server.substring(colon + 1));
    if (port < 1 || port > 65535) {
      throw new SnapctlException(SnapctlException.USAGE, "port " + port + " is outside 1..65535");
    }
    return new Connection(
        server,
        NettyChannelBuilder.forAddress(host, port)
            .sslContext(tls(cert, key, ca))
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .build());
  }

  private static SslContext tls(Path cert, Path key, Path ca) throws SnapctlException {
    for (Path file : new Path[] {cert, key, ca}) {
      if (!Files.isReadable(file)) {
        throw new SnapctlException(SnapctlException.USAGE, "the file " + file + " cannot be read");
      }
    }
    try {
      return GrpcSslContexts.configure(
              SslContextBuilder.forClient()
                  .keyManager(cert.toFile(), key.toFile())
                  .trustManager(ca.toFile()),
              SslProvider.JDK)
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new SnapctlException(
          SnapctlException.USAGE,
          "the identity in " + cert + " and " + key + " does not load: " + e.getMessage());
    }
  }

  /**
   * Asks one question.
   *
   * @throws SnapctlException if it could not be asked or was refused
   */
  <T> T ask(Function<InspectionGrpc.InspectionBlockingStub, T> question) throws SnapctlException {
    return ask(question, 0);
  }

  /** Asks a question whose answer may take that much longer than others. */
  <T> T ask(Function<InspectionGrpc.InspectionBlockingStub, T> question, long extraMillis)
      throws SnapctlException {
    try {
      return question.apply(
          InspectionGrpc.newBlockingStub(channel)
              .withDeadlineAfter(
                  TimeUnit.SECONDS.toMillis(CALL_SECONDS) + extraMillis, TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException e) {
      throw refused(e.getStatus());
    }
  }

  private SnapctlException refused(Status status) {
    String detail = status.getDescription();
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String why =
        (detail == null ? status.getCode().toString() : detail)
            + (cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
    return switch (status.getCode()) {
      case INVALID_ARGUMENT, NOT_FOUND -> new SnapctlException(SnapctlException.USAGE, why);
      case PERMISSION_DENIED, UNAUTHENTICATED ->
          new SnapctlException(
              SnapctlException.UNREACHABLE, "the control plane at " + server + " refuses: " + why);
      case OK,
          CANCELLED,
          UNKNOWN,
          DEADLINE_EXCEEDED,
          ALREADY_EXISTS,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          new SnapctlException(
              SnapctlException.UNREACHABLE,
              "the control plane at " + server + " did not answer: " + why);
    };
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
