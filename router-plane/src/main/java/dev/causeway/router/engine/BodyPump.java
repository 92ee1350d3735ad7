package dev.causeway.router.engine;

import dev.causeway.router.exchange.BodyListener;
import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.exchange.BodySource;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Moves a body from where it arrives to where it goes, no faster than that takes it. Flushes when a
 * burst of reads ended, never per buffer.
 */
final class BodyPump implements BodyListener {
  private final BodySource source;
  private final @Nullable Runnable ended;
  private @Nullable BodySink sink;
  private boolean started;
  private boolean consumed;
  private boolean over;
  private boolean complete;

  /**
   * Creates a pump.
   *
   * @param source where bytes come from
   * @param ended runs when the source has ended or broken off, or null
   */
  BodyPump(BodySource source, @Nullable Runnable ended) {
    this.source = source;
    this.ended = ended;
  }

  /** Lets bytes flow into {@code sink}; again, into another one, as long as none have flowed. */
  void into(BodySink sink) {
    this.sink = sink;
    sink.onWritable(source::resume);
    if (!started) {
      started = true;
      source.start(this);
    }
    if (!over && sink.isWritable()) {
      source.resume();
    }
  }

  /** Returns whether anything was taken from the source, so that it cannot be sent again. */
  boolean isConsumed() {
    return consumed;
  }

  /** Returns whether the body was taken from the source to its proper end. */
  boolean isComplete() {
    return complete;
  }

  /** Takes nothing more. */
  void discard() {
    if (!over) {
      over = true;
      source.discard();
    }
  }

  @Override
  public void onData(ByteBuf data) {
    consumed = true;
    BodySink to = sink;
    if (over || to == null) {
      data.release();
      return;
    }
    to.write(data);
    if (!to.isWritable()) {
      source.pause();
      to.flush();
      if (to.isWritable()) {
        source.resume();
      }
    }
  }

  @Override
  public void onReadComplete() {
    if (!over && sink != null) {
      sink.flush();
    }
  }

  @Override
  public void onEnd(@Nullable HttpHeaders trailers) {
    consumed = true;
    complete = true;
    if (!over) {
      over = true;
      if (sink != null) {
        sink.end(trailers);
      }
    }
    finished();
  }

  @Override
  public void onAbort(Throwable cause) {
    consumed = true;
    if (!over) {
      over = true;
      if (sink != null) {
        sink.abort(cause);
      }
    }
    finished();
  }

  private void finished() {
    if (ended != null) {
      ended.run();
    }
  }
}
