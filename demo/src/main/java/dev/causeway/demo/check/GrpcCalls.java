package dev.causeway.demo.check;

import dev.causeway.demo.client.GrpcClient;
import io.netty.channel.EventLoop;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls with one message each way, all on one connection. */
final class GrpcCalls implements Client {
  private final EventLoop loop;
  private final X509Certificate authority;
  private final int port;
  private final boolean relayed;
  private final Losses losses;
  private @Nullable GrpcClient client;
  private long calls;

  GrpcCalls(EventLoop loop, X509Certificate authority, int port, boolean relayed, Losses losses) {
    this.loop = loop;
    this.authority = authority;
    this.port = port;
    this.relayed = relayed;
    this.losses = losses;
  }

  @Override
  public CompletableFuture<Void> visit(String host) {
    GrpcClient current = client;
    if (current == null) {
      current = new GrpcClient(loop, authority, port, host, relayed);
      losses.watch(host, current.endedByPeer());
      client = current;
    }
    calls++;
    return current.say("call " + calls).thenAccept(answer -> {});
  }

  @Override
  public void release() {
    GrpcClient current = client;
    client = null;
    if (current != null) {
      current.closeWhenIdle();
    }
  }
}
