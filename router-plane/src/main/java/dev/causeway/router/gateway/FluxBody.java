package dev.causeway.router.gateway;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.BodySource;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * A request body that a filter replaced, as the engine sees it: one buffer is asked for at a time
 * while delivery is on. Signals hop to the event loop in order.
 */
final class FluxBody extends BaseSubscriber<DataBuffer> implements BodySource {

  private final Flux<DataBuffer> body;
  private final LoopOrder order;

  private @Nullable BodyListener listener;
  private boolean running;
  private boolean subscribed;
  private boolean asked;
  private boolean dropped;

  FluxBody(Flux<DataBuffer> body, EventLoop loop) {
    this.body = body;
    this.order = new LoopOrder(loop);
  }

  @Override
  public void start(BodyListener consumer) {
    if (listener != null) {
      throw new IllegalStateException("the body has a listener already");
    }
    listener = consumer;
  }

  @Override
  public void resume() {
    running = true;
    if (dropped) {
      return;
    }
    if (!subscribed) {
      subscribed = true;
      body.subscribe(this);
    }
    ask();
  }

  @Override
  public void pause() {
    running = false;
  }

  @Override
  public void discard() {
    dropped = true;
    cancel();
  }

  private void ask() {
    if (running && !asked && !dropped) {
      asked = true;
      request(1);
    }
  }

  @Override
  protected void hookOnSubscribe(Subscription subscription) {
    // The first buffer is asked for by resume.
  }

  @Override
  protected void hookOnNext(DataBuffer buffer) {
    ByteBuf bytes = NettyDataBufferFactory.toByteBuf(buffer);
    order.run(() -> deliver(bytes));
  }

  private void deliver(ByteBuf bytes) {
    asked = false;
    BodyListener consumer = listener;
    if (dropped || consumer == null) {
      bytes.release();
      return;
    }
    if (bytes.isReadable()) {
      consumer.onData(bytes);
      consumer.onReadComplete();
    } else {
      bytes.release();
    }
    ask();
  }

  @Override
  protected void hookOnComplete() {
    order.run(
        () -> {
          if (listener != null && !dropped) {
            listener.onEnd(null);
          }
        });
  }

  @Override
  protected void hookOnError(Throwable cause) {
    order.run(
        () -> {
          if (listener != null && !dropped) {
            listener.onAbort(cause);
          }
        });
  }
}
