package dev.causeway.router.upstream;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.BodySource;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, or the endpoint's half of a tunnel, between the codec that reads it and
 * the listener that takes it. Keeps what was read before it is wanted; bytes that arrived before a
 * failure are delivered before the failure is.
 */
final class ResponseBody implements BodySource {
  /** The codec's side. */
  interface Feed {
    /** More bytes are wanted, or not wanted for now. */
    void demand(boolean wanted);

    /** Nobody wants the rest. */
    void discarded();
  }

  private final Feed feed;
  private @Nullable BodyListener listener;
  private @Nullable ArrayDeque<ByteBuf> queue;
  private boolean resumed;
  private boolean draining;
  private boolean burst;
  private boolean complete;
  private boolean finished;
  private @Nullable HttpHeaders trailers;
  private @Nullable Throwable failure;

  ResponseBody(Feed feed) {
    this.feed = feed;
  }

  @Override
  public void start(BodyListener listener) {
    if (this.listener != null) {
      throw new IllegalStateException("the body has a listener already");
    }
    this.listener = listener;
    drain();
  }

  @Override
  public void resume() {
    if (resumed || finished) {
      return;
    }
    resumed = true;
    drain();
    if (resumed && !complete && !finished) {
      feed.demand(true);
    }
  }

  @Override
  public void pause() {
    if (resumed && !finished) {
      resumed = false;
      if (!complete) {
        feed.demand(false);
      }
    }
  }

  @Override
  public void discard() {
    if (finished) {
      return;
    }
    finished = true;
    releaseQueue();
    if (!complete) {
      feed.discarded();
    }
  }

  /** Returns whether the codec should go on reading. */
  boolean isWanted() {
    return resumed && listener != null && isEmpty();
  }

  /** Returns whether the listener has heard the end, or nobody listens any more. */
  boolean isFinished() {
    return finished;
  }

  /**
   * A head was handed out: even if no byte follows it in the same burst, the listener hears of the
   * end of the burst, so that the head goes out (server-sent events).
   */
  void headDelivered() {
    burst = true;
  }

  /** Takes bytes that arrived. */
  void offer(ByteBuf data) {
    BodyListener taker = listener;
    if (finished || !data.isReadable()) {
      data.release();
    } else if (resumed && taker != null && !draining && isEmpty()) {
      burst = true;
      taker.onData(data);
    } else {
      if (queue == null) {
        queue = new ArrayDeque<>(4);
      }
      queue.add(data);
    }
  }

  /** A burst of reads ended. */
  void readComplete() {
    if (burst && !draining && listener != null && !finished) {
      burst = false;
      listener.onReadComplete();
    }
  }

  /** All bytes were offered. */
  void end(@Nullable HttpHeaders trailers) {
    if (!complete && !finished) {
      complete = true;
      this.trailers = trailers;
      drain();
    }
  }

  /** No more bytes will come although more were due. */
  void fail(Throwable cause) {
    if (!complete && !finished) {
      complete = true;
      failure = cause;
      drain();
    }
  }

  /** Drops everything and tells the listener at once. */
  void abort(Throwable cause) {
    if (finished) {
      return;
    }
    finished = true;
    complete = true;
    releaseQueue();
    if (listener != null) {
      listener.onAbort(cause);
    }
  }

  private void drain() {
    BodyListener taker = listener;
    if (taker == null || draining || finished) {
      return;
    }
    draining = true;
    try {
      while (resumed && queue != null && !finished) {
        ByteBuf next = queue.poll();
        if (next == null) {
          break;
        }
        burst = true;
        taker.onData(next);
      }
    } finally {
      draining = false;
    }
    if (finished) {
      return;
    }
    if (complete && isEmpty()) {
      finished = true;
      Throwable cause = failure;
      if (cause != null) {
        taker.onAbort(cause);
      } else {
        taker.onEnd(trailers);
      }
    } else if (burst) {
      burst = false;
      taker.onReadComplete();
    }
  }

  private boolean isEmpty() {
    return queue == null || queue.isEmpty();
  }

  private void releaseQueue() {
    ArrayDeque<ByteBuf> left = queue;
    queue = null;
    if (left != null) {
      left.forEach(ByteBuf::release);
    }
  }
}
