package dev.causeway.router.gateway;

import dev.causeway.router.engine.ExchangeRecord;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.ProxyExchange;
import dev.causeway.router.exchange.ResponseHead;
import dev.causeway.router.failure.FailureCategory;
import dev.causeway.router.failure.ProxyFailure;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Writes what filters made of a response to the exchange.
 *
 * <p>The head waits for the first buffer or for the end, so that a response without a body leaves
 * as one message; an empty buffer lets the head out. Writes are flushed once per turn of the event
 * loop. Signals of filters on other threads hop to the event loop in order.
 */
final class ResponseWriter {

  /** Buffers asked for ahead; the sink's high-water mark stops the demand earlier. */
  private static final int DEMAND = 8;

  private final ProxyExchange exchange;
  private final ExchangeRecord record;
  private final LoopOrder order;

  private @Nullable ResponseHead head;
  private boolean headSent;
  private boolean closed;
  private boolean flushQueued;
  private boolean dirty;

  ResponseWriter(ProxyExchange exchange, ExchangeRecord record) {
    this.exchange = exchange;
    this.record = record;
    this.order = new LoopOrder(exchange.eventLoop());
  }

  /** Takes the head that filters committed; it is sent with what follows. Any thread. */
  void commit(HttpResponseStatus status, HttpHeaders headers) {
    ResponseHead committed = new ResponseHead(status, headers);
    order.run(() -> head = committed);
  }

  /** Returns a flow that writes {@code body} and completes when everything was handed over. */
  Mono<Void> write(Publisher<? extends DataBuffer> body) {
    return new Mono<>() {
      @Override
      public void subscribe(CoreSubscriber<? super Void> actual) {
        body.subscribe(new Writing(actual));
      }
    };
  }

  /** Ends the response. Any thread. */
  void finish(GatewayCall call) {
    order.run(
        () -> {
          if (closed) {
            return;
          }
          closed = true;
          ResponseHead waiting = head;
          if (headSent) {
            exchange.responseBody().end(call.trailers());
          } else if (waiting == null) {
            record.failure(FailureCategory.INTERNAL);
            exchange.abort(new IllegalStateException("the filters completed without a response"));
          } else if (call.trailers() == null) {
            headSent = true;
            record.status(waiting.status().code());
            exchange.respond(waiting, true);
          } else {
            sendHead();
            exchange.responseBody().end(call.trailers());
          }
        });
  }

  /** Returns the committed head and closes the writer: a tunnel takes the exchange. Loop only. */
  @Nullable ResponseHead takeForTunnel() {
    if (closed || headSent) {
      return null;
    }
    closed = true;
    return head;
  }

  /** Closes the writer: somebody else answers. Returns whether nothing was sent. Loop only. */
  boolean takeOver() {
    boolean free = !closed && !headSent && !exchange.isCommitted();
    closed = true;
    return free;
  }

  /** Breaks the response off. Any thread. */
  void abort(Throwable cause) {
    order.run(
        () -> {
          if (!closed) {
            closed = true;
            record.failure(ProxyFailure.of(cause, FailureCategory.RESPONSE_ABORTED).category());
            if (headSent) {
              // What was written still goes out, so that the client sees how far the body came.
              exchange.responseBody().abort(cause);
            } else {
              exchange.abort(cause);
            }
          }
        });
  }

  /** Runs {@code signal} on the event loop, in order with everything written so far. */
  void inOrder(Runnable signal) {
    order.run(signal);
  }

  private void sendHead() {
    ResponseHead waiting = head;
    if (!headSent && waiting != null) {
      headSent = true;
      record.status(waiting.status().code());
      exchange.respond(waiting, false);
    }
  }

  private void flushSoon() {
    dirty = true;
    if (!flushQueued) {
      flushQueued = true;
      EventLoop loop = exchange.eventLoop();
      loop.execute(this::flushNow);
    }
  }

  private void flushNow() {
    flushQueued = false;
    if (dirty && !closed) {
      dirty = false;
      exchange.responseBody().flush();
    }
  }

  /** One body being written. */
  private final class Writing implements CoreSubscriber<DataBuffer>, Subscription {

    private final CoreSubscriber<? super Void> actual;
    private @Nullable Subscription source;
    private int asked;
    private boolean asking;
    private boolean waiting;
    private boolean done;

    Writing(CoreSubscriber<? super Void> actual) {
      this.actual = actual;
    }

    @Override
    public reactor.util.context.Context currentContext() {
      return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      if (Operators.validate(source, subscription)) {
        source = subscription;
        actual.onSubscribe(this);
        asked = DEMAND;
        subscription.request(DEMAND);
      }
    }

    @Override
    public void onNext(DataBuffer buffer) {
      ByteBuf bytes = NettyDataBufferFactory.toByteBuf(buffer);
      order.run(() -> take(bytes));
    }

    private void take(ByteBuf bytes) {
      asked--;
      if (closed || done) {
        bytes.release();
        stop();
        return;
      }
      sendHead();
      BodySink sink = exchange.responseBody();
      if (bytes.isReadable()) {
        sink.write(bytes);
      } else {
        bytes.release();
      }
      flushSoon();
      ask();
    }

    /** Asks for more while the sink takes it; a source that answers at once does not recurse. */
    private void ask() {
      if (asking) {
        return;
      }
      asking = true;
      while (!closed && !done && !waiting && asked <= DEMAND / 2) {
        BodySink sink = exchange.responseBody();
        if (sink.isWritable()) {
          int more = DEMAND - asked;
          asked = DEMAND;
          Subscription subscription = source;
          if (subscription != null) {
            subscription.request(more);
          }
        } else {
          // Flushing may make room at once, and then says so before anybody listens: listen first.
          waiting = true;
          sink.onWritable(this::resume);
          sink.flush();
          if (sink.isWritable()) {
            waiting = false;
          }
        }
      }
      asking = false;
    }

    private void resume() {
      if (waiting) {
        waiting = false;
        ask();
      }
    }

    private void stop() {
      if (!done) {
        done = true;
        Subscription subscription = source;
        if (subscription != null) {
          subscription.cancel();
        }
        actual.onError(new CancellationException("the exchange is over"));
      }
    }

    @Override
    public void onError(Throwable cause) {
      order.run(
          () -> {
            if (!done) {
              done = true;
              actual.onError(cause);
            }
          });
    }

    @Override
    public void onComplete() {
      order.run(
          () -> {
            if (!done) {
              done = true;
              actual.onComplete();
            }
          });
    }

    @Override
    public void request(long n) {
      // Completion needs no demand.
    }

    @Override
    public void cancel() {
      order.run(() -> done = true);
      Subscription subscription = source;
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }
}
