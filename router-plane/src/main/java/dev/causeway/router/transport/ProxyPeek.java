package dev.causeway.router.transport;

import dev.causeway.router.http.Cut;
import dev.causeway.router.http.DeadlineScan;
import dev.causeway.router.http.HttpServing;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the PROXY header off a connection before anything else looks at it. It is mandatory
 * (RO-065): a connection without one, or whose header does not come in time, is closed.
 */
final class ProxyPeek extends ByteToMessageDecoder {
  private final HttpServing serving;
  private final Duration limit;
  private final Consumer<Channel> next;
  private DeadlineScan.@Nullable Entry watch;
  private boolean done;

  /**
   * Creates the handler of one connection.
   *
   * @param limit how long the header may take
   * @param next prepares the connection for what follows the header
   */
  ProxyPeek(HttpServing serving, Duration limit, Consumer<Channel> next) {
    this.serving = serving;
    this.limit = limit;
    this.next = next;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    watch = serving.scans().apply(ctx.channel().eventLoop()).register(limit, () -> refuse(ctx));
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (watch != null) {
      serving.scans().apply(ctx.channel().eventLoop()).remove(watch);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (done) {
      in.skipBytes(in.readableBytes());
      return;
    }
    ProxyHeader header;
    try {
      header = ProxyHeader.parse(in);
    } catch (IllegalArgumentException e) {
      in.skipBytes(in.readableBytes());
      refuse(ctx);
      return;
    }
    if (header != null) {
      done = true;
      in.skipBytes(header.length());
      Peer.remember(ctx.channel(), header);
      next.accept(ctx.channel());
      ctx.pipeline().remove(this);
    }
  }

  private void refuse(ChannelHandlerContext ctx) {
    if (!done) {
      done = true;
      serving.refused().cut(Cut.NO_PROXY_HEADER);
      ctx.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
