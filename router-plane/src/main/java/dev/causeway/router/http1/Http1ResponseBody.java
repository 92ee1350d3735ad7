package dev.causeway.router.http1;

import dev.causeway.router.exchange.BodySink;
import dev.causeway.router.headers.HeaderNames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a response body in its framing. The head, and the line before a chunk, wait in one small
 * buffer for what follows them, so that a short response is one buffer and one system call.
 */
final class Http1ResponseBody implements BodySink {
  /** Bodies up to this many bytes are copied behind the head instead of written apart. */
  private static final int COPY_LIMIT = 1024;

  private static final int CHUNK_LINE_BYTES = 16;
  private static final int CRLF = ('\r' << 8) | '\n';

  /** How the client finds the end of a body. */
  enum Framing {
    /** There is no body; bytes are dropped (HEAD, 204, 304). */
    NONE,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private final Http1Exchange exchange;
  private final ChannelHandlerContext ctx;
  private final Framing framing;
  private long remaining;
  private @Nullable ByteBuf pending;
  private boolean chunkOpen;
  private boolean ended;
  private @Nullable Runnable writable;

  Http1ResponseBody(
      Http1Exchange exchange,
      ChannelHandlerContext ctx,
      Framing framing,
      long length,
      @Nullable ByteBuf head) {
    this.exchange = exchange;
    this.ctx = ctx;
    this.framing = framing;
    this.remaining = length;
    this.pending = head;
  }

  Framing framing() {
    return framing;
  }

  @Override
  public void write(ByteBuf data) {
    int bytes = data.readableBytes();
    if (ended || exchange.isOver() || bytes == 0) {
      data.release();
      return;
    }
    exchange.written();
    switch (framing) {
      case NONE -> data.release();
      case LENGTH -> {
        if (bytes > remaining) {
          // More than was promised would be read as the next response.
          data.writerIndex(data.readerIndex() + (int) remaining);
          exchange.closeAfterwards();
        }
        remaining -= data.readableBytes();
        emit(data);
      }
      case CHUNKED -> {
        closeChunk();
        ByteBuf line = prefix();
        chunkOpen = true;
        line.writeCharSequence(
            Integer.toHexString(bytes), java.nio.charset.StandardCharsets.US_ASCII);
        line.writeShort(CRLF);
        emit(data);
      }
      case UNTIL_CLOSE -> emit(data);
    }
  }

  private void emit(ByteBuf data) {
    ByteBuf before = pending;
    if (before != null && data.readableBytes() <= COPY_LIMIT) {
      before.writeBytes(data);
      data.release();
      return;
    }
    flushHead();
    if (data.isReadable()) {
      exchange.written(data.readableBytes());
      ctx.write(data, ctx.voidPromise());
    } else {
      data.release();
    }
  }

  private void closeChunk() {
    if (chunkOpen) {
      chunkOpen = false;
      prefix().writeShort(CRLF);
    }
  }

  private ByteBuf prefix() {
    ByteBuf buffer = pending;
    if (buffer == null) {
      buffer = ctx.alloc().ioBuffer(CHUNK_LINE_BYTES);
      pending = buffer;
    }
    return buffer;
  }

  /** Hands what waits to the channel, without flushing it. */
  void flushHead() {
    ByteBuf head = pending;
    if (head != null) {
      pending = null;
      exchange.written(head.readableBytes());
      ctx.write(head, ctx.voidPromise());
    }
  }

  @Override
  public void flush() {
    if (!exchange.isOver()) {
      // Clients hand a chunk on only once they have seen the line end behind it.
      closeChunk();
      flushHead();
      ctx.flush();
    }
  }

  @Override
  public void end(@Nullable HttpHeaders trailers) {
    if (ended || exchange.isOver() || !exchange.isCommitted()) {
      return;
    }
    if (framing == Framing.LENGTH && remaining > 0) {
      exchange.abort(new IOException("the body is " + remaining + " bytes shorter than promised"));
      return;
    }
    ended = true;
    if (framing == Framing.CHUNKED) {
      closeChunk();
      ByteBuf last = prefix();
      last.writeByte('0').writeShort(CRLF);
      if (trailers == null) {
        last.writeShort(CRLF);
      } else {
        Http1HeadEncoder.lines(last, trailers, HeaderNames.NONE);
      }
    }
    flushHead();
    ctx.flush();
    exchange.responseEnded();
  }

  @Override
  public void abort(Throwable cause) {
    if (ctx.executor().inEventLoop()) {
      abortOnLoop(cause);
    } else {
      ctx.executor().execute(() -> abortOnLoop(cause));
    }
  }

  private void abortOnLoop(Throwable cause) {
    if (!ended) {
      exchange.abort(cause);
    }
  }

  @Override
  public boolean isWritable() {
    return ctx.channel().isWritable();
  }

  @Override
  public void onWritable(Runnable callback) {
    writable = callback;
  }

  void writable() {
    if (writable != null) {
      writable.run();
    }
  }

  /** Gives up what was not handed to the channel. */
  void release() {
    ByteBuf head = pending;
    if (head != null) {
      pending = null;
      head.release();
    }
  }
}
