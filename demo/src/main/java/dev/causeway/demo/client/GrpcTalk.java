package dev.causeway.demo.client;

import io.grpc.ClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A call with messages both ways that says something all the time and expects it back. */
final class GrpcTalk implements LongExchange, StreamObserver<String> {
  private static final long PERIOD_MILLIS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final EventLoop loop;
  private final CompletableFuture<Long> ended = new CompletableFuture<>();
  private final AtomicLong heard = new AtomicLong();
  private volatile long lastHeard;
  private volatile boolean finishing;
  private long said;

  GrpcTalk(EventLoop loop) {
    this.loop = loop;
  }

  void begin(ClientCall<String, String> call) {
    lastHeard = System.nanoTime();
    loop.execute(() -> speak(ClientCalls.asyncBidiStreamingCall(call, this)));
  }

  private void speak(StreamObserver<String> out) {
    if (ended.isDone()) {
      return;
    }
    if (finishing) {
      out.onCompleted();
      return;
    }
    if (System.nanoTime() - lastHeard > PATIENCE_NANOS) {
      ended.completeExceptionally(new IOException("the call went silent"));
      return;
    }
    out.onNext("message " + said);
    said++;
    loop.schedule(() -> speak(out), PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onNext(String value) {
    lastHeard = System.nanoTime();
    if (value.equals("message " + heard.get())) {
      heard.incrementAndGet();
    } else {
      ended.completeExceptionally(new IOException("the call brought " + value));
    }
  }

  @Override
  public void onError(Throwable cause) {
    ended.completeExceptionally(cause);
  }

  @Override
  public void onCompleted() {
    if (finishing) {
      ended.complete(heard.get());
    } else {
      ended.completeExceptionally(new IOException("the peer ended the call"));
    }
  }

  @Override
  public long progress() {
    return heard.get();
  }

  @Override
  public CompletableFuture<Long> ended() {
    return ended;
  }

  @Override
  public void finish() {
    finishing = true;
  }
}
