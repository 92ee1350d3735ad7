package dev.causeway.controlplane.routers;

import dev.causeway.proto.codec.WireIds;
import dev.causeway.proto.v1.EndpointAck;
import dev.causeway.proto.v1.Hello;
import dev.causeway.proto.v1.Rejection;
import dev.causeway.proto.v1.Result;
import dev.causeway.proto.v1.RouterMessage;
import dev.causeway.proto.v1.ServerMessage;
import dev.causeway.proto.v1.SnapshotStreamGrpc;
import dev.causeway.proto.v1.TransactionPart;
import dev.causeway.routing.model.ResourceKey;
import dev.causeway.routing.version.ContentHash;
import dev.causeway.routing.version.SnapshotId;
import dev.causeway.testkit.tls.TestAuthority.Identity;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A router that holds whatever it is sent, over a real connection; it can be made to keep its
 * answers to itself, and to reject.
 */
public final class TestRouter implements StreamObserver<ServerMessage>, AutoCloseable {
  private final ManagedChannel channel;
  private final StreamObserver<RouterMessage> requests;
  private final Map<ResourceKey, ContentHash> rejected = new LinkedHashMap<>();
  private @Nullable TransactionPart unanswered;
  private boolean holdsBack;
  private int transactions;

  /** Connects to a stream server on loopback as a router of the shard its identity names. */
  public TestRouter(Identity identity, int port, String shard, String name) {
    try {
      channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .sslContext(
                  GrpcSslContexts.forClient()
                      .trustManager(identity.trust().toFile())
                      .keyManager(identity.certificate().toFile(), identity.key().toFile())
                      .build())
              .build();
    } catch (SSLException e) {
      throw new IllegalStateException("the identity of a test does not load", e);
    }
    requests = SnapshotStreamGrpc.newStub(channel).connect(this);
    requests.onNext(
        RouterMessage.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setProtocolMin(1)
                    .setProtocolMax(1)
                    .setRouter(name)
                    .setShard(shard)
                    .setConfigRoot(WireIds.id(SnapshotId.EMPTY))
                    .setEndpointsRoot(WireIds.id(SnapshotId.EMPTY))
                    .setEffectiveRoot(WireIds.id(SnapshotId.EMPTY)))
            .build());
  }

  /** Answers no transaction until {@link #goOn}. */
  public synchronized void holdBack() {
    holdsBack = true;
  }

  /** Answers what was held back, and the rest as it comes. */
  public synchronized void goOn() {
    holdsBack = false;
    TransactionPart last = unanswered;
    if (last != null) {
      unanswered = null;
      answer(last);
    }
  }

  /** Rejects this version with its next answers. */
  public synchronized void reject(ResourceKey key, ContentHash hash) {
    rejected.put(key, hash);
  }

  /** Rejects nothing with its next answers. */
  public synchronized void rejectNothing() {
    rejected.clear();
  }

  /** Returns how many transactions came in whole. */
  public synchronized int transactions() {
    return transactions;
  }

  @Override
  public synchronized void onNext(ServerMessage message) {
    if (message.hasTransaction() && message.getTransaction().getLast()) {
      transactions++;
      if (holdsBack) {
        unanswered = message.getTransaction();
      } else {
        answer(message.getTransaction());
      }
    } else if (message.hasEndpoints()) {
      requests.onNext(
          RouterMessage.newBuilder()
              .setEndpointAck(
                  EndpointAck.newBuilder().setSequence(message.getEndpoints().getSequence()))
              .build());
    }
  }

  private void answer(TransactionPart last) {
    List<Rejection> rejections = new ArrayList<>();
    rejected.forEach(
        (key, hash) ->
            rejections.add(
                Rejection.newBuilder()
                    .setId(WireIds.name(key))
                    .setHash(WireIds.hash(hash))
                    .setMessage("as the test wants it")
                    .build()));
    requests.onNext(
        RouterMessage.newBuilder()
            .setResult(
                Result.newBuilder()
                    .setNonce(last.getNonce())
                    .setOfferedRoot(last.getTargetRoot())
                    .setEffectiveRoot(
                        rejections.isEmpty() ? last.getTargetRoot() : WireIds.id(SnapshotId.EMPTY))
                    .addAllRejections(rejections)
                    .setRejectionCount(rejections.size()))
            .build());
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onCompleted() {}

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
