package dev.causeway.router.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.util.List;

/**
 * Netty's request decoder, stricter, and one request at a time: after the end of a request it holds
 * until {@link #next}, so that pipelined requests, or the first bytes of a tunnel, stay raw bytes
 * until their turn comes.
 */
final class Http1RequestDecoder extends HttpRequestDecoder {
  /** Largest piece of body in one buffer; above the largest read, so that reads are not cut. */
  private static final int MAX_PIECE_BYTES = 256 * 1024;

  private static final long NOT_BEGUN = 0;

  private final int maxHeadBytes;
  private boolean holding;
  private boolean dropping;
  private boolean reading;
  private boolean midMessage;
  private boolean headEnded;
  private boolean folded;
  private boolean afterLineFeed;
  private boolean cutShort;
  private int headBytes;
  private long headBegan = NOT_BEGUN;
  private long headNanos;

  /**
   * Creates the decoder of one connection.
   *
   * @param maxLineBytes limit for the request line (RO-014)
   * @param maxHeadBytes limit for request line and header lines together (RO-035)
   */
  Http1RequestDecoder(int maxLineBytes, int maxHeadBytes) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(maxLineBytes)
            .setMaxHeaderSize(maxHeadBytes)
            .setMaxChunkSize(MAX_PIECE_BYTES)
            .setAllowDuplicateContentLengths(true)
            .setStrictLineParsing(true));
    this.maxHeadBytes = maxHeadBytes;
  }

  /** Returns whether bytes of a head have arrived but not all of them. */
  boolean isInsideHead() {
    return cutShort || (!headEnded && (midMessage || (!holding && actualReadableBytes() > 0)));
  }

  /** Returns whether bytes wait behind the end of the current request. */
  boolean hasHeldBytes() {
    return holding && actualReadableBytes() > 0;
  }

  /** Returns whether the client has sent nothing beyond what was handed on. */
  boolean isQuiet() {
    return !midMessage && actualReadableBytes() == 0;
  }

  /** Returns whether the decoder is on the stack right now. */
  boolean isReading() {
    return reading;
  }

  /** Decodes the next request, if there are bytes of it. */
  void next(ChannelHandlerContext self) throws Exception {
    holding = false;
    if (actualReadableBytes() > 0) {
      channelRead(self, Unpooled.EMPTY_BUFFER);
      channelReadComplete(self);
    }
  }

  /** Decodes nothing any more: whatever arrives is dropped. */
  void dropAll() {
    dropping = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
    boolean outer = !reading;
    reading = true;
    try {
      super.channelRead(ctx, msg);
    } finally {
      if (outer) {
        reading = false;
      }
    }
    if (hasHeldBytes()) {
      // More would only pile up; the connection reads on when it is the next request's turn.
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      // The superclass would drop what it holds: requests that came before the end.
      ctx.fireUserEventTriggered(event);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    // The superclass drops what it holds before anybody behind it can ask.
    cutShort = isInsideHead();
    super.channelInactive(ctx);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (dropping) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (holding) {
      return;
    }
    int before = out.size();
    int start = in.readerIndex();
    super.decode(ctx, in, out);
    if (!headEnded) {
      inspectHead(in, start, in.readerIndex());
    }
    for (int i = before; i < out.size(); i++) {
      Object message = out.get(i);
      if (message instanceof HttpRequest request) {
        headEnded = true;
        headNanos = headBegan == NOT_BEGUN ? 0 : System.nanoTime() - headBegan;
        headBegan = NOT_BEGUN;
        if (folded && request.decoderResult().isSuccess()) {
          request.setDecoderResult(
              DecoderResult.failure(new IllegalArgumentException("folded header line")));
        }
        if (headBytes > maxHeadBytes && request.decoderResult().isSuccess()) {
          // The superclass has a limit for each of line and headers, which share one buffer here.
          request.setDecoderResult(
              DecoderResult.failure(new TooLongHttpHeaderException("head too large")));
        }
      }
      if (message instanceof LastHttpContent) {
        holding = true;
        headEnded = false;
        headBytes = 0;
        midMessage = false;
        folded = false;
        afterLineFeed = false;
      }
    }
    if (headBegan == NOT_BEGUN && !headEnded && !holding && (midMessage || in.isReadable())) {
      headBegan = System.nanoTime();
    }
  }

  /** Returns how long the latest head took to arrive; 0 for one that came with one read. */
  long headNanos() {
    return headNanos;
  }

  /** Notices folded lines in what the superclass consumed; it would join them silently. */
  private void inspectHead(ByteBuf in, int start, int end) {
    if (start >= end) {
      return;
    }
    midMessage = true;
    headBytes += end - start;
    int from = start;
    boolean lineStart = afterLineFeed;
    while (from < end) {
      if (lineStart && isBlank(in.getByte(from))) {
        folded = true;
      }
      int lineFeed = in.indexOf(from, end, (byte) '\n');
      lineStart = lineFeed >= 0;
      from = lineStart ? lineFeed + 1 : end;
    }
    afterLineFeed = lineStart;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
  }
}
