package dev.causeway.router.gateway;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.BodySource;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * A body of an exchange as Reactor sees it. Demand switches the source on and off, so that at most
 * the bytes of one read wait in the queue. Accepts one subscriber; everything else belongs to the
 * event loop.
 *
 * <p>With {@code marksIdle} it emits one empty buffer if nothing arrived in the read burst in which
 * it was asked: Spring's {@code writeWith} holds the response head back until the first buffer, and
 * an SSE head would not be seen before the first event.
 */
final class BodyFlux extends Flux<DataBuffer> implements BodyListener, Subscription {

  private final EventLoop loop;
  private final BodySource source;
  private final NettyDataBufferFactory buffers;
  private final boolean marksIdle;
  private final Consumer<HttpHeaders> trailers;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(4);

  private @Nullable CoreSubscriber<? super DataBuffer> subscriber;
  private @Nullable Throwable failure;
  private long demand;
  private boolean started;
  private boolean ended;
  private boolean over;
  private boolean emitting;
  private boolean emitted;

  BodyFlux(
      EventLoop loop,
      BodySource source,
      NettyDataBufferFactory buffers,
      boolean marksIdle,
      Consumer<HttpHeaders> trailers) {
    this.loop = loop;
    this.source = source;
    this.buffers = buffers;
    this.marksIdle = marksIdle;
    this.trailers = trailers;
  }

  /**
   * Gives the source to a consumer that pipes it without Reactor; from then on it is that
   * consumer's business. Event loop only.
   *
   * @return false if the body is taken already
   */
  boolean claim() {
    if (!taken.compareAndSet(false, true)) {
      return false;
    }
    over = true;
    return true;
  }

  @Override
  public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
    if (!taken.compareAndSet(false, true)) {
      Operators.error(actual, new IllegalStateException("the body was consumed already"));
      return;
    }
    subscriber = actual;
    actual.onSubscribe(this);
  }

  @Override
  public void request(long n) {
    if (loop.inEventLoop()) {
      demand(n);
    } else {
      loop.execute(() -> demand(n));
    }
  }

  private void demand(long n) {
    if (over) {
      return;
    }
    demand = Operators.addCap(demand, n);
    if (!started) {
      started = true;
      source.start(this);
      if (marksIdle) {
        loop.execute(this::markIdle);
      }
    }
    drain();
  }

  @Override
  public void cancel() {
    if (loop.inEventLoop()) {
      stop();
    } else {
      loop.execute(this::stop);
    }
  }

  private void stop() {
    if (over) {
      return;
    }
    over = true;
    release();
    if (!ended) {
      source.discard();
    }
  }

  /** Drops everything; a subscriber that still waits sees an error. Event loop only. */
  void dispose() {
    if (over) {
      return;
    }
    taken.set(true);
    CoreSubscriber<? super DataBuffer> waiting = subscriber;
    stop();
    if (waiting != null) {
      waiting.onError(new ClosedChannelException());
    }
  }

  private void release() {
    for (ByteBuf buffer = queue.poll(); buffer != null; buffer = queue.poll()) {
      buffer.release();
    }
  }

  @Override
  public void onData(ByteBuf data) {
    if (over) {
      data.release();
      return;
    }
    queue.add(data);
    drain();
  }

  @Override
  public void onReadComplete() {
    if (marksIdle) {
      markIdle();
    }
  }

  @Override
  public void onEnd(@Nullable HttpHeaders trailing) {
    if (trailing != null && !trailing.isEmpty()) {
      trailers.accept(trailing);
    }
    ended = true;
    drain();
  }

  @Override
  public void onAbort(Throwable cause) {
    ended = true;
    failure = cause;
    drain();
  }

  private void markIdle() {
    if (!emitted && !over && !ended && demand > 0) {
      emit(buffers.wrap(io.netty.buffer.Unpooled.EMPTY_BUFFER));
    }
  }

  private void emit(DataBuffer buffer) {
    CoreSubscriber<? super DataBuffer> actual = subscriber;
    demand--;
    emitted = true;
    if (actual != null) {
      actual.onNext(buffer);
    }
  }

  private void drain() {
    if (emitting || over) {
      return;
    }
    emitting = true;
    try {
      while (demand > 0 && !queue.isEmpty()) {
        emit(buffers.wrap(queue.remove()));
      }
    } finally {
      emitting = false;
    }
    if (over) {
      release();
    } else if (ended && queue.isEmpty()) {
      terminate();
    } else if (!ended) {
      if (demand > 0) {
        source.resume();
      } else {
        source.pause();
      }
    }
  }

  private void terminate() {
    over = true;
    CoreSubscriber<? super DataBuffer> actual = subscriber;
    Throwable cause = failure;
    if (actual == null) {
      return;
    }
    if (cause == null) {
      actual.onComplete();
    } else {
      actual.onError(cause);
    }
  }
}
