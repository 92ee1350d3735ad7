package dev.causeway.router.transport;

import dev.causeway.router.http.DeadlineScan;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a complete ClientHello without consuming it, for a bounded time and a bounded number of
 * bytes, then hands over. Once this handler is removed, everything read so far passes to the next
 * one. What is no ClientHello ends the connection without an answer (TLS-004).
 */
final class ClientHelloPeek extends ByteToMessageDecoder {
  /** Largest handshake message accepted, bytes. */
  static final int MAX_HELLO_BYTES = 16 * 1024;

  /** Most records it may be spread over; clients that split it use two or three. */
  static final int MAX_RECORDS = 64;

  private static final int RECORD_HEADER_BYTES = 5;
  private static final int HANDSHAKE_HEADER_BYTES = 4;
  private static final int HANDSHAKE = 22;
  private static final int CLIENT_HELLO = 1;

  private final DeadlineScan scan;
  private final Duration limit;
  private final BiConsumer<ChannelHandlerContext, ClientHello> next;
  private DeadlineScan.@Nullable Entry watch;
  private boolean done;

  /**
   * Creates the handler of one connection.
   *
   * @param scan the event loop's scan
   * @param limit how long the client may take
   * @param next told of the ClientHello, once
   */
  ClientHelloPeek(
      DeadlineScan scan, Duration limit, BiConsumer<ChannelHandlerContext, ClientHello> next) {
    this.scan = scan;
    this.limit = limit;
    this.next = next;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    watch =
        scan.register(
            limit,
            () -> {
              if (!done) {
                ctx.close();
              }
            });
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (watch != null) {
      scan.remove(watch);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (done) {
      return;
    }
    ClientHello hello;
    try {
      hello = peek(in);
    } catch (IllegalArgumentException e) {
      done = true;
      in.skipBytes(in.readableBytes());
      ctx.close();
      return;
    }
    if (hello != null) {
      done = true;
      ctx.channel().config().setAutoRead(false);
      next.accept(ctx, hello);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (done && event instanceof ChannelInputShutdownEvent) {
      // The superclass would drop what it holds for whoever takes over.
      ctx.fireUserEventTriggered(event);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  /** Returns the ClientHello at the reader index, or null if it is incomplete. */
  private static @Nullable ClientHello peek(ByteBuf in) {
    int at = in.readerIndex();
    int end = in.writerIndex();
    ByteBuf spread = null;
    int expected = -1;
    for (int records = 0; ; records++) {
      if ((at < end && in.getUnsignedByte(at) != HANDSHAKE)
          || (at + 1 < end && in.getUnsignedByte(at + 1) != 3)
          || records >= MAX_RECORDS) {
        throw new IllegalArgumentException("not a TLS handshake");
      }
      if (end - at < RECORD_HEADER_BYTES) {
        return null;
      }
      int length = in.getUnsignedShort(at + 3);
      if (length == 0 || length > MAX_HELLO_BYTES) {
        throw new IllegalArgumentException("record of " + length + " bytes");
      }
      int available = Math.min(length, end - at - RECORD_HEADER_BYTES);
      ByteBuf part = in.slice(at + RECORD_HEADER_BYTES, available);
      ByteBuf message = spread == null ? part : spread.writeBytes(part);
      if (expected < 0 && message.readableBytes() >= HANDSHAKE_HEADER_BYTES) {
        expected = expectedBytes(message);
      }
      if (expected >= 0 && message.readableBytes() >= expected) {
        return ClientHello.parse(
            message.slice(
                message.readerIndex() + HANDSHAKE_HEADER_BYTES, expected - HANDSHAKE_HEADER_BYTES));
      }
      if (available < length) {
        return null;
      }
      if (spread == null) {
        spread = Unpooled.buffer(2 * length).writeBytes(part);
      }
      at += RECORD_HEADER_BYTES + length;
    }
  }

  private static int expectedBytes(ByteBuf message) {
    int start = message.readerIndex();
    int length = message.getUnsignedMedium(start + 1);
    if (message.getUnsignedByte(start) != CLIENT_HELLO
        || length > MAX_HELLO_BYTES - HANDSHAKE_HEADER_BYTES) {
      throw new IllegalArgumentException("not an acceptable ClientHello");
    }
    return HANDSHAKE_HEADER_BYTES + length;
  }
}
