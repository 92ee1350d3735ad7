package dev.causeway.router.http;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.BodySource;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a request body or tunnel between the codec that reads them and the listener that
 * takes them. What arrives without demand is kept; the {@link Feed} sees to it that this stays
 * bounded.
 *
 * <p>The end is delivered as soon as all bytes are, whether or not there is demand.
 */
public final class BodyQueue implements BodySource {

  /** The codec's side: what controls how much arrives. */
  public interface Feed {
    /** Demand was switched on and nothing is queued any more. */
    void wanted();

    /** Bytes arrived that nobody wants yet. */
    void unwanted();

    /** {@code bytes} left the queue, to the listener or to nowhere. */
    void consumed(int bytes);

    /** The rest of the body is not wanted by anybody. */
    void discarded();
  }

  private final Feed feed;
  private @Nullable BodyListener listener;
  private @Nullable ArrayDeque<ByteBuf> queue;
  private boolean demand;
  private boolean draining;
  private boolean burst;
  private boolean ended;
  private @Nullable HttpHeaders trailers;
  private @Nullable Throwable cause;
  private boolean finished;

  /** Creates an empty body fed by {@code feed}. */
  public BodyQueue(Feed feed) {
    this.feed = feed;
  }

  @Override
  public void start(BodyListener listener) {
    if (this.listener != null) {
      throw new IllegalStateException("the body has a listener already");
    }
    this.listener = listener;
    Throwable broken = cause;
    if (broken != null) {
      listener.onAbort(broken);
    } else {
      drain();
    }
  }

  @Override
  public void resume() {
    if (demand || finished) {
      return;
    }
    demand = true;
    drain();
    if (demand && !finished && isEmpty()) {
      feed.wanted();
    }
  }

  @Override
  public void pause() {
    demand = false;
  }

  @Override
  public void discard() {
    if (finished) {
      return;
    }
    finished = true;
    release();
    feed.discarded();
  }

  /** Returns whether the listener waits for bytes. */
  public boolean isWanting() {
    return demand && listener != null && !finished;
  }

  /** Takes bytes that arrived; ownership passes to this queue. */
  public void offer(ByteBuf data) {
    int bytes = data.readableBytes();
    BodyListener taker = listener;
    if (finished || bytes == 0) {
      data.release();
      feed.consumed(bytes);
    } else if (demand && taker != null && !draining && isEmpty()) {
      burst = true;
      taker.onData(data);
      feed.consumed(bytes);
    } else {
      if (queue == null) {
        queue = new ArrayDeque<>(4);
      }
      queue.add(data);
      feed.unwanted();
    }
  }

  /** Tells that the connection has delivered what one burst of reads brought. */
  public void readComplete() {
    if (burst && listener != null && !finished) {
      burst = false;
      listener.onReadComplete();
    }
  }

  /** Tells that all bytes have been offered. */
  public void end(@Nullable HttpHeaders trailers) {
    if (finished || ended) {
      return;
    }
    ended = true;
    this.trailers = trailers;
    if (!draining) {
      drain();
    }
  }

  /**
   * Tells that no more will come and the body is incomplete. Does nothing where only its end is
   * left to be read, so {@code cause} is made only where somebody may be told.
   */
  public void fail(Supplier<? extends Throwable> cause) {
    if (finished || (ended && isEmpty())) {
      return;
    }
    finished = true;
    Throwable told = cause.get();
    this.cause = told;
    release();
    if (listener != null) {
      listener.onAbort(told);
    }
  }

  private void drain() {
    BodyListener taker = listener;
    if (taker == null || draining) {
      return;
    }
    draining = true;
    try {
      while (demand && queue != null && !finished) {
        ByteBuf next = queue.poll();
        if (next == null) {
          break;
        }
        int bytes = next.readableBytes();
        burst = true;
        taker.onData(next);
        feed.consumed(bytes);
      }
    } finally {
      draining = false;
    }
    if (finished) {
      return;
    }
    if (ended && isEmpty()) {
      finished = true;
      taker.onEnd(trailers);
    } else if (burst) {
      burst = false;
      taker.onReadComplete();
    }
  }

  private boolean isEmpty() {
    return queue == null || queue.isEmpty();
  }

  private void release() {
    int bytes = 0;
    ArrayDeque<ByteBuf> left = queue;
    queue = null;
    if (left != null) {
      for (ByteBuf data : left) {
        bytes += data.readableBytes();
        data.release();
      }
    }
    if (bytes > 0) {
      feed.consumed(bytes);
    }
  }
}
