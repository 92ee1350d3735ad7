package dev.causeway.demo.client;

import dev.causeway.demo.origin.GrpcEcho;
import dev.causeway.demo.process.DemoException;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** A gRPC client of grpc-java on one connection over TLS; it repeats no call. */
public final class GrpcClient {
  private static final long DEADLINE_SECONDS = 30;

  private final EventLoop loop;
  private final ManagedChannel channel;
  private final long dialled = System.nanoTime();
  private final boolean relayed;
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  /**
   * Connects.
   *
   * @param port loopback port
   * @param host name in the ClientHello and {@code :authority}
   * @param relayed whether the router passes the connection on without looking into it, so that all
   *     calls go where the connection went
   */
  public GrpcClient(
      EventLoop loop, X509Certificate authority, int port, String host, boolean relayed) {
    this.loop = loop;
    this.relayed = relayed;
    try {
      this.channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .overrideAuthority(host)
              .sslContext(
                  GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                      .trustManager(authority)
                      .build())
              .eventLoopGroup(loop)
              .channelType(NioSocketChannel.class)
              .directExecutor()
              .disableRetry()
              .build();
    } catch (SSLException e) {
      throw new DemoException("this JDK cannot speak TLS: " + e.getMessage() + ".", e);
    }
    watch(channel.getState(true));
  }

  private void watch(ConnectivityState state) {
    switch (state) {
      case IDLE, CONNECTING ->
          channel.notifyWhenStateChanged(state, () -> watch(channel.getState(false)));
      case READY ->
          channel.notifyWhenStateChanged(state, () -> ended.complete("connection closed"));
      case TRANSIENT_FAILURE, SHUTDOWN -> ended.complete("no connection");
    }
  }

  private Metadata begun() {
    Metadata headers = new Metadata();
    headers.put(GrpcEcho.BEGUN, Long.toString(relayed ? dialled : System.nanoTime()));
    return headers;
  }

  private <Q, R> io.grpc.ClientCall<Q, R> newCall(
      io.grpc.MethodDescriptor<Q, R> method, CallOptions options) {
    return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(begun()))
        .newCall(method, options);
  }

  /** Calls once; fails with the status, or with another answer than the right one. */
  public CompletableFuture<String> say(String text) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    ClientCalls.asyncUnaryCall(
        newCall(
            GrpcEcho.say(),
            CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)),
        text,
        new StreamObserver<>() {
          @Override
          public void onNext(String value) {
            if (value.equals(text)) {
              answer.complete(value);
            } else {
              answer.completeExceptionally(new IOException("the call was answered " + value));
            }
          }

          @Override
          public void onError(Throwable cause) {
            answer.completeExceptionally(cause);
          }

          @Override
          public void onCompleted() {
            answer.completeExceptionally(new IOException("the call ended without an answer"));
          }
        });
    return answer;
  }

  /** Begins to talk: a message every so often, each of which comes back. */
  public LongExchange talk() {
    GrpcTalk talk = new GrpcTalk(loop);
    talk.begin(newCall(GrpcEcho.talk(), CallOptions.DEFAULT));
    return talk;
  }

  /** Completes when the connection ended, with why; an empty text if this client wanted that. */
  public CompletableFuture<String> endedByPeer() {
    return ended;
  }

  /** Closes the connection once nothing is under way on it. */
  public void closeWhenIdle() {
    ended.complete("");
    channel.shutdown();
  }
}
